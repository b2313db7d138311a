import { keys } from '../../components/keys.ts';
import { matching } from '../../components/many-select/many-select-state.ts';
import type { Row } from '../../components/select/select-state.ts';
import { type FindOut, reduceFindOut, startFindOut } from '../../src/dialogue/find-out.ts';
import type { ManyQuestion } from '../../src/model/question.ts';
import type { Diagnosis } from '../../src/operations/diagnose.ts';
import type { Fix } from '../../src/operations/fix.ts';
import { remediesIn } from '../../src/operations/fix.ts';
import { diagnosisLines } from '../diagnosis-lines.ts';
import { looking, nothingToPutRight, pasteHelp, remedyRows, somethingIsWrong, symptomRows, ways } from '../find-out/words.ts';
import { type Outcome, quitted, troubleLines } from '../outcome.ts';
import { preflightLines } from '../preflight-lines.ts';
import { previewText, summaryOf } from '../preview-rows.ts';
import { troubleOf } from '../trouble.ts';
import { applyPlainly } from './apply-plainly.ts';
import { askMany } from './ask-many.ts';
import { command } from './command.ts';
import type { PlainParts } from './plain-dialogue.ts';
import { InterruptedError } from './prompter.ts';
import { askApply, previewLine } from './review-plainly.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

/** Guided troubleshooting, one line after the other. Undefined: back to where one came from, and nothing was done. */
export async function findOutPlainly(parts: PlainParts): Promise<Outcome | undefined> {
  let state: FindOut = startFindOut;
  let diagnosis: Diagnosis | undefined;
  parts.prompter.say(['', somethingIsWrong]);
  for (;;) {
    if (state.refused !== undefined) parts.prompter.say(parts.text.wrap(state.refused));
    if (state.left) return undefined;
    let moved: FindOut | Outcome;
    try {
      if (state.place === 'ways') moved = await askWay(parts, state);
      else if (state.place === 'message') moved = await askMessage(parts, state);
      else if (state.place === 'symptoms') moved = await askSymptom(parts, state);
      else if (state.place === 'result') {
        diagnosis = await look(parts, state);
        moved = await tell(parts, state, diagnosis);
      } else if (state.place === 'remedies') moved = await askRemedies(parts, state, diagnosis);
      else moved = await preview(parts, state, diagnosis);
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      parts.prompter.say([...troubleLines(troubleOf(error)).flatMap((line) => parts.text.wrap(line)), 'Nothing was written.']);
      moved = back(state);
    }
    if ('exitCode' in moved) return moved;
    state = moved;
  }
}

/** After an apply that failed. Whoever does not want to know leaves with what it came to. */
export async function offerFindOut(parts: PlainParts, outcome: Outcome): Promise<Outcome> {
  const { prompter, text } = parts;
  prompter.say(['', ...outcome.summary.flatMap((sentence) => text.sentence(sentence)), '']);
  const typed = await prompter.ask(`Enter to leave, ${keys.findOut.shown} to find out what is wrong: `);
  return typed === keys.findOut.shown ? ((await findOutPlainly(parts)) ?? outcome) : outcome;
}

const back = (state: FindOut) => reduceFindOut(state, { type: 'back' });

/** Where one is after what may be typed anywhere; undefined where something else was typed. */
function elsewhere(state: FindOut, typed: string): FindOut | Outcome | undefined {
  const left = command(undefined, typed);
  if (left === undefined) return undefined;
  return left === 'quit' ? quitted : back(state);
}

async function askWay({ prompter, text }: PlainParts, state: FindOut): Promise<FindOut | Outcome> {
  prompter.say(ways.flatMap(({ label, hint }, index) => text.item(`  ${index + 1}.`, `${label}: ${hint}`)));
  for (;;) {
    const typed = await prompter.ask(`Number 1 to ${ways.length}, < goes back, q quits: `);
    const gone = elsewhere(state, typed);
    if (gone !== undefined) return gone;
    const way = /^\d+$/.test(typed) ? ways[Number(typed) - 1] : undefined;
    if (way !== undefined) return reduceFindOut(state, { type: 'way', way: way.value });
    prompter.say(text.wrap(`Expected a number from 1 to ${ways.length}, got ${typed === '' ? 'nothing' : typed}.`));
  }
}

async function askMessage({ prompter, text }: PlainParts, state: FindOut): Promise<FindOut | Outcome> {
  prompter.say(text.wrap(`${pasteHelp} An empty line ends it.`));
  const lines: string[] = [];
  for (;;) {
    const typed = await prompter.ask('> ');
    const gone = lines.length === 0 ? elsewhere(state, typed) : undefined;
    if (gone !== undefined) return gone;
    if (typed === '') break;
    lines.push(typed);
  }
  return reduceFindOut(reduceFindOut(state, { type: 'type', text: lines.join('\n') }), { type: 'next' });
}

const mostRows = 20;

async function askSymptom({ engine, prompter, text }: PlainParts, state: FindOut): Promise<FindOut | Outcome> {
  const known = symptomRows(engine.doctor.symptoms());
  let shown: readonly Row[] = [];
  for (;;) {
    const typed = await prompter.ask(
      shown.length === 0 ? 'Words of what you see, < goes back: ' : 'A number looks for it, other words search again: ',
    );
    const gone = elsewhere(state, typed);
    if (gone !== undefined) return gone;
    const row = /^\d+$/.test(typed) ? shown[Number(typed) - 1] : undefined;
    if (row !== undefined) return reduceFindOut(state, { type: 'pick', id: row.value });
    const found = matching(known, typed);
    shown = found.slice(0, mostRows);
    prompter.say(shown.flatMap(({ label }, index) => text.item(`  ${index + 1}.`, label)));
    const rest = found.length - shown.length;
    if (rest > 0) prompter.say([`  and ${rest} more: give more words`]);
    if (found.length === 0) prompter.say(text.wrap(`No fault is known by ${typed}.`));
  }
}

async function look({ engine, prompter, text }: PlainParts, { sought }: FindOut): Promise<Diagnosis> {
  prompter.say(['', ...text.wrap(looking(0, 0))]);
  return unlessInterrupted(
    prompter,
    engine.doctor.diagnose(sought ?? {}, () => undefined),
  );
}

async function tell({ prompter, text }: PlainParts, state: FindOut, diagnosis: Diagnosis): Promise<FindOut | Outcome> {
  prompter.say(text.lines(diagnosisLines(text.writer, '-', diagnosis, 'Enter leads to what would change')));
  const remedies = remediesIn(diagnosis.examination).map(({ id }) => id);
  const on = remedies.length > 0 ? 'Enter to put it right, ' : '';
  const typed = await prompter.ask(`${on}< to go back, q to quit: `);
  const found = reduceFindOut(state, { type: 'found', remedies });
  return elsewhere(state, typed) ?? (remedies.length > 0 ? reduceFindOut(found, { type: 'next' }) : back(state));
}

async function askRemedies(
  { prompter, text }: PlainParts,
  state: FindOut,
  diagnosis: Diagnosis | undefined,
): Promise<FindOut | Outcome> {
  const rows = diagnosis === undefined ? [] : remedyRows(remediesIn(diagnosis.examination));
  if (rows.length === 1) return reduceFindOut(state, { type: 'next' });
  const question: ManyQuestion = {
    kind: 'many',
    key: 'remedies',
    choice: 'doctor',
    title: 'What is to be put right?',
    help: [],
    options: rows,
    default: state.chosen,
    all: 'all',
    none: 'none',
  };
  const marked = await askMany(prompter, question, state.chosen, text);
  if (typeof marked === 'string') return marked === 'quit' ? quitted : back(state);
  const ids = Array.isArray(marked.value) ? marked.value : [];
  return reduceFindOut(reduceFindOut(state, { type: 'choose', ids }), { type: 'next' });
}

async function preview(parts: PlainParts, state: FindOut, diagnosis: Diagnosis | undefined): Promise<FindOut | Outcome> {
  const { engine, prompter, text } = parts;
  if (diagnosis === undefined) return back(state);
  const fix: Fix = await unlessInterrupted(prompter, engine.doctor.plan(diagnosis, state.chosen));
  const { work } = fix;
  const failing = work.plan.findings.some(({ status }) => status === 'fail');
  if (failing) prompter.say(['', ...text.lines(preflightLines(text.writer, work, 'it is done with the changes'))]);
  if (work.plan.changes.length === 0) prompter.say(text.wrap(nothingToPutRight));
  // One fault is not asked about by itself: back is to where it was told.
  const before = { ...state, place: 'result' } as const;
  if (failing || work.plan.changes.length === 0)
    return elsewhere(before, await prompter.ask('Enter to look again, q to quit: ')) ?? before;
  prompter.say([
    '',
    ...text.wrap('Preview: + is what comes, - is what goes'),
    '',
    ...previewText(work).flatMap(previewLine(text)),
  ]);
  prompter.say(summaryOf(work).flatMap((sentence) => text.wrap(sentence)));
  const answer = await askApply({ prompter, text });
  if (answer !== 'apply') return answer === 'quit' ? quitted : before;
  return (await applyPlainly(parts, (...on) => engine.doctor.apply(fix, ...on))).outcome;
}
