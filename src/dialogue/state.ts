import type { Answers } from '../answers/answers.ts';
import type { AnswerValue, Question } from '../model/question.ts';
import { answerAt, withAnswer } from './answer-keys.ts';
import { type Step, stepsFor } from './steps.ts';
import { isOpen, problemOf } from './validate.ts';

/** The whole wizard without a screen. */
export interface Dialogue {
  /** What the operator brought along (a file, flags); stays under what is answered here. */
  readonly brought: Answers;
  readonly titles: Readonly<Record<string, string>>;
  /** There was a run before: it begins with a summary of what is, and only what is opened is asked. */
  readonly again: boolean;
  readonly questions: readonly Question[];
  readonly steps: readonly Step[];
  /** Id of the step that is shown. */
  readonly current: string;
  readonly visited: readonly string[];
  /** Given or confirmed, by dotted key; also those of questions that are not asked any more. */
  readonly answers: Readonly<Record<string, AnswerValue>>;
  /** Why the last `next` stayed: by dotted key, or by step id where no question is at fault. */
  readonly refused: Readonly<Record<string, string>>;
  readonly confirmed: boolean;
  readonly finished: boolean;
}

export interface Position {
  readonly at: number;
  readonly of: number;
}

/** An answer that stands in the way, and the step where it can be put right. */
export interface Problem {
  readonly step: Step;
  readonly question: Question;
  readonly why: string;
}

export function startDialogue(
  questions: readonly Question[],
  titles: Readonly<Record<string, string>>,
  brought: Answers = {},
  again = false,
): Dialogue {
  const steps = stepsFor(questions, titles, again);
  const first = (steps[0] as Step).id;
  return {
    brought,
    titles,
    again,
    questions,
    steps,
    current: first,
    visited: [first],
    answers: {},
    refused: {},
    confirmed: false,
    finished: false,
  };
}

export function currentStep(state: Dialogue): Step {
  return state.steps.find((step) => step.id === state.current) ?? (state.steps[0] as Step);
}

export function positionOf(state: Dialogue): Position {
  return { at: state.steps.findIndex((step) => step.id === state.current) + 1, of: state.steps.length };
}

/** What stands in the field of a question: the answer, what was brought along, or the default. */
export function heldValue(state: Dialogue, question: Question): AnswerValue {
  return givenValue(state, question) ?? question.default;
}

/** What was given or brought for a question; undefined where nobody has said anything. */
function givenValue(state: Dialogue, question: Question): AnswerValue | undefined {
  return state.answers[question.key] ?? answerAt(state.brought, question);
}

/** Questions that are answered otherwise than it is on the host now. */
export function changedQuestions(state: Dialogue): readonly Question[] {
  return state.questions.filter((question) => {
    const given = givenValue(state, question);
    // What only follows from another answer is a part of that.
    if (given === undefined || (question.fills !== undefined && question.now === undefined)) return false;
    return JSON.stringify(given) !== JSON.stringify(question.now ?? question.default);
  });
}

/** Every answer of a question still asked that cannot be used, in the order of the steps. */
export function problemsOf(state: Dialogue): readonly Problem[] {
  return state.questions.flatMap((question) => {
    const why = problemOf(question, heldValue(state, question));
    const step = state.steps.find((one) => one.id === question.choice);
    return why === undefined || step === undefined ? [] : [{ step, question, why }];
  });
}

/**
 * Answers as a file would hold them: what was brought along, and over it what the operator changed
 * or confirmed here. Questions that vanished, that do not apply and that are answered wrongly
 * contribute nothing, so the host keeps what it has there.
 */
export function answersFrom(state: Dialogue): Answers {
  let answers = state.brought;
  for (const question of state.questions) {
    const value = state.answers[question.key];
    if (value === undefined || !isOpen(question) || problemOf(question, value) !== undefined) continue;
    answers = withAnswer(answers, question, value);
  }
  return answers;
}

/** Why the dialogue cannot go to this step now; undefined where it can. */
export function closedBecause(state: Dialogue, stepId: string): string | undefined {
  const step = state.steps.find((one) => one.id === stepId);
  if (step === undefined) return 'there is no such step';
  if (state.finished) return step.kind === 'done' ? undefined : 'the changes are applied';
  if (state.confirmed) return step.kind === 'apply' ? undefined : 'the changes are being applied';
  if (step.kind === 'apply') return 'opens when the preview is confirmed';
  return step.kind === 'done' ? 'opens when the changes are applied' : undefined;
}
