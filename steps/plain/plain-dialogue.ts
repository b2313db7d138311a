import { keys } from '../../components/keys.ts';
import type { Answers } from '../../src/answers/answers.ts';
import { reduceDialogue } from '../../src/dialogue/reduce.ts';
import {
  answersFrom,
  currentStep,
  type Dialogue,
  heldValue,
  positionOf,
  problemsOf,
  startDialogue,
} from '../../src/dialogue/state.ts';
import { questionsOf } from '../../src/dialogue/steps.ts';
import type { Engine, Survey } from '../../src/operations/engine.ts';
import { failed, type Outcome, quitted } from '../outcome.ts';
import { startingAnswers } from '../starting-answers.ts';
import { welcomeLines } from '../welcome-lines.ts';
import { applyPlainly } from './apply-plainly.ts';
import { askQuestion } from './ask-question.ts';
import { command } from './command.ts';
import { findOutPlainly, offerFindOut } from './find-out-plainly.ts';
import type { PlainWriter } from './plain-text.ts';
import { InterruptedError, type Prompter } from './prompter.ts';
import { reviewPlainly } from './review-plainly.ts';
import { summaryPlainly } from './summary-plainly.ts';
import { unlessInterrupted } from './unless-interrupted.ts';

export interface PlainParts {
  readonly engine: Engine;
  readonly prompter: Prompter;
  readonly text: PlainWriter;
}

/** The dialogue of the wizard, one line after the other. */
export async function plainDialogue(parts: PlainParts, brought: Answers): Promise<Outcome> {
  const { engine, prompter, text } = parts;
  prompter.say(['Looking at this host ...']);
  let survey: Survey;
  let state: Dialogue;
  try {
    survey = await unlessInterrupted(prompter, engine.survey());
    const titles = Object.fromEntries(survey.choices.map((choice) => [choice.id, choice.title]));
    const start = startingAnswers(survey, brought);
    const questions = await unlessInterrupted(prompter, engine.questions(start));
    state = startDialogue(questions, titles, start, survey.before !== undefined);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return failed(error);
  }

  /** Beside the dialogue: they are in no answer. */
  const secrets: Record<string, string> = {};
  let move: Move = 'next';
  let told = false;
  for (;;) {
    const step = currentStep(state);
    const { at, of } = positionOf(state);
    if (step.kind !== 'summary') prompter.say(['', ...text.wrap(`Step ${at} of ${of}: ${step.title}`)]);
    if (step.kind === 'summary') {
      if (!told) prompter.say(['', ...text.lines(welcomeLines(text.writer, survey)), '', ...text.wrap(keysSaid)]);
      told = true;
      const chosen = await summaryPlainly(prompter, text, state);
      if (chosen === 'find-out') {
        const outcome = await findOutPlainly(parts);
        if (outcome !== undefined) return outcome;
        continue;
      }
      if (typeof chosen === 'object') {
        state = reduceDialogue(state, { type: 'jump', to: chosen.open });
        // Its questions in their order, the first one first.
        move = 'next';
        continue;
      }
      move = chosen;
    } else if (step.kind === 'welcome') {
      prompter.say([...text.lines(welcomeLines(text.writer, survey)), '', ...text.wrap(keysSaid)]);
      const typed = await prompter.ask('Enter to begin: ');
      if (typed === keys.findOut.shown) {
        const outcome = await findOutPlainly(parts);
        if (outcome !== undefined) return outcome;
        continue;
      }
      const left = command(undefined, typed);
      move = left === 'quit' ? 'quit' : 'next';
    } else if (step.kind === 'choice' || step.kind === 'certificates') {
      [state, move] = await askStep(parts, state, secrets, move === 'back');
    } else {
      const review = await reviewPlainly(parts, answersFrom(state), secrets);
      if ('outcome' in review) return review.outcome;
      if ('work' in review) {
        const ended = await applyPlainly(parts, (...on) => engine.apply(review.work, ...on, secrets));
        return ended.failed ? offerFindOut(parts, ended.outcome) : ended.outcome;
      }
      if ('findOut' in review) {
        const outcome = await findOutPlainly(parts);
        if (outcome !== undefined) return outcome;
        continue;
      }
      move = 'back';
    }
    if (move === 'quit') return quitted;
    state = reduceDialogue(state, { type: move });
    // Nothing wrong is let through by askStep; should a later answer have made an earlier one wrong, it is asked again.
    const wrong = problemsOf(state)[0];
    if (wrong !== undefined && currentStep(state).kind === 'preflight')
      state = reduceDialogue(state, { type: 'jump', to: wrong.step.id });
  }
}

const keysSaid =
  'Answer with a number or a word and Enter. Enter alone takes what is offered. Anywhere: ? says it again, < goes back, q quits. Nothing is written before you say yes to the changes.';

type Move = 'next' | 'back' | 'quit';

/** The questions of one step. Coming back, one is asked the last of them first. An answer may bring others along, so they are looked up again after each. */
async function askStep(
  { engine, prompter, text }: PlainParts,
  start: Dialogue,
  secrets: Record<string, string>,
  fromEnd: boolean,
): Promise<[Dialogue, Move]> {
  let state = start;
  let at = fromEnd ? Math.max(0, questionsOf(state.current, state.questions).length - 1) : 0;
  for (;;) {
    const question = questionsOf(state.current, state.questions)[at];
    if (question === undefined) return [state, 'next'];
    const reply = await askQuestion(prompter, question, heldValue(state, question), text);
    if (reply === 'quit') return [state, 'quit'];
    if (reply === 'back') {
      if (at === 0) return [state, 'back'];
      at--;
      continue;
    }
    if (reply !== 'kept') {
      if (reply.secret !== undefined) secrets[question.key] = reply.secret;
      state = reduceDialogue(state, { type: 'answer', key: question.key, value: reply.value });
      const questions = await unlessInterrupted(prompter, engine.questions(answersFrom(state)));
      state = reduceDialogue(state, { type: 'questions', questions });
    }
    at = questionsOf(state.current, state.questions).findIndex((one) => one.key === question.key) + 1;
  }
}
