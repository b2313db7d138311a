import { keys } from '../../components/keys.ts';
import type { Answers } from '../../src/answers/answers.ts';
import type { TypedSecrets } from '../../src/model/question.ts';
import type { PlannedWork } from '../../src/operations/engine.ts';
import { isMendable } from '../finding-lines.ts';
import { type Outcome, quitted, troubleLines, unchanged } from '../outcome.ts';
import { preflightLines } from '../preflight-lines.ts';
import { previewText, summaryOf } from '../preview-rows.ts';
import { count } from '../say.ts';
import { troubleOf } from '../trouble.ts';
import { yesOrNo } from './ask-question.ts';
import { command } from './command.ts';
import type { PlainParts } from './plain-dialogue.ts';
import { InterruptedError } from './prompter.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

export type Review =
  | { readonly work: PlannedWork }
  | { readonly findOut: true }
  | { readonly outcome: Outcome }
  | { readonly back: true };

/** Preflight, preview and the question whether to apply: as long as it takes until there is an answer. */
export async function reviewPlainly(
  { engine, prompter, text }: PlainParts,
  answers: Answers,
  secrets: TypedSecrets,
): Promise<Review> {
  let fix: boolean | undefined;
  for (;;) {
    prompter.say(text.wrap('Working out what would change, and checking whether it can ...'));
    let work: PlannedWork;
    try {
      work = await unlessInterrupted(prompter, engine.plan(answers, { ...(fix === undefined ? {} : { fix }), secrets }));
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      prompter.say([...troubleLines(troubleOf(error)).flatMap((line) => text.wrap(line)), 'Nothing was written.']);
      const typed = await prompter.ask('Enter to try again, < to go back, q to quit: ');
      const left = command(undefined, typed);
      if (left === 'quit') return { outcome: quitted };
      if (left === 'back') return { back: true };
      continue;
    }
    prompter.say(['', ...text.lines(preflightLines(text.writer, work, offer))]);
    if (work.plan.changes.length === 0) return { outcome: unchanged };

    prompter.say([
      '',
      ...text.wrap('Preview: + is what comes, - is what goes'),
      '',
      ...previewText(work).flatMap(previewLine(text)),
    ]);
    prompter.say(summaryOf(work).flatMap((sentence) => text.wrap(sentence)));
    const failing = work.plan.findings.filter((finding) => finding.status === 'fail');
    const answer = failing.length === 0 ? await askApply({ prompter, text }) : await askAgain({ prompter, text }, failing);
    if (answer === 'mend') fix = true;
    if (answer === 'again' || answer === 'mend') continue;
    if (answer === 'find-out') return { findOut: true };
    if (answer === 'apply') return { work };
    return answer === 'back' ? { back: true } : { outcome: quitted };
  }
}

/** Words are wrapped, lines of files are not: what stands in a file in one line must read so. */
export function previewLine(text: PlainParts['text']): (line: string) => readonly string[] {
  return (line) => (line.startsWith('# ') ? text.item('#', line.slice(2)) : [text.raw(line)]);
}

type Asking = Pick<PlainParts, 'prompter' | 'text'>;

export async function askApply({ prompter, text }: Asking): Promise<'apply' | 'back' | 'quit'> {
  for (;;) {
    const typed = await prompter.ask('Apply these changes? yes or no, Enter for no: ');
    const left = command(undefined, typed);
    if (left !== undefined) return left;
    const yes = typed === '' ? false : yesOrNo(typed);
    if (yes !== undefined) return yes ? 'apply' : 'quit';
    prompter.say(text.wrap('yes applies them. no leaves and nothing is written. < goes back to the questions.'));
  }
}

const offer = 'type p below, and it is done together with the changes';

async function askAgain(
  { prompter, text }: Asking,
  failing: PlannedWork['plan']['findings'],
): Promise<'again' | 'mend' | 'find-out' | 'back' | 'quit'> {
  const many = count(failing.length, 'check fails', 'checks fail');
  const mendable = failing.some(isMendable);
  const how = mendable
    ? 'type p to have it done with the changes, or do what is said above, in another terminal'
    : 'do what is said above, in another terminal';
  prompter.say(['', ...text.wrap(`${many}. Nothing can be applied until that is put right: ${how}.`)]);
  for (;;) {
    const typed = await prompter.ask(
      `Enter to check again,${mendable ? ' p to put it right,' : ''} w to find out more, < to go back, q to quit: `,
    );
    const left = command(undefined, typed);
    if (left !== undefined) return left;
    if (typed === '') return 'again';
    if (typed === keys.findOut.shown) return 'find-out';
    if (typed === 'p' && mendable) return 'mend';
    prompter.say(text.wrap(`${typed} is nothing that can be answered here.`));
  }
}
