import type { AnswerValue, Question } from '../model/question.ts';
import { closedBecause, currentStep, type Dialogue, heldValue } from './state.ts';
import { isAside, questionsOf, type Step, stepsFor } from './steps.ts';
import { isOpen, problemOf } from './validate.ts';

export type DialogueAction =
  | { readonly type: 'answer'; readonly key: string; readonly value: AnswerValue }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'jump'; readonly to: string }
  /** The engine's questions for the answers as they are now. */
  | { readonly type: 'questions'; readonly questions: readonly Question[] }
  /** The operator said yes to the preview. */
  | { readonly type: 'confirm' }
  | { readonly type: 'finish' }
  /** Nothing was applied after all: answers count again. */
  | { readonly type: 'reopen' };

/** No way of moving loses an answer; only `next` minds whether they are right. */
export function reduceDialogue(state: Dialogue, action: DialogueAction): Dialogue {
  switch (action.type) {
    case 'answer':
      return { ...state, answers: { ...state.answers, [action.key]: action.value }, refused: without(state.refused, action.key) };
    case 'next':
      return next(state);
    case 'back':
      return step(state, -1);
    case 'jump': {
      const why = closedBecause(state, action.to);
      return why === undefined ? goTo(state, action.to) : { ...state, refused: { ...state.refused, [action.to]: why } };
    }
    case 'questions':
      return withQuestions(state, action.questions);
    case 'confirm':
      return goTo({ ...state, confirmed: true }, 'apply');
    case 'finish':
      return goTo({ ...state, confirmed: true, finished: true }, 'done');
    case 'reopen':
      return goTo({ ...state, confirmed: false, finished: false }, 'preflight');
  }
}

/** Going on confirms what the step shows: from here on a default that was accepted is an answer. */
function next(state: Dialogue): Dialogue {
  const asked = questionsOf(state.current, state.questions).filter(isOpen);
  const refused: Record<string, string> = {};
  const accepted: Record<string, AnswerValue> = {};
  for (const question of asked) {
    const value = heldValue(state, question);
    const why = problemOf(question, value);
    if (why === undefined) accepted[question.key] = value;
    else refused[question.key] = why;
  }
  if (Object.keys(refused).length > 0) return { ...state, refused };
  return step({ ...state, answers: { ...state.answers, ...accepted } }, 1);
}

function step(state: Dialogue, by: 1 | -1): Dialogue {
  const way = state.again ? state.steps.filter((one) => !isAside(one)) : state.steps;
  const here = way.findIndex((one) => one.id === state.current);
  // What was opened from the summary leads back to it.
  const target = here < 0 ? way[0] : way[here + by];
  if (target === undefined) return state;
  const why = closedBecause(state, target.id);
  return why === undefined ? goTo(state, target.id) : { ...state, refused: { [state.current]: why } };
}

function goTo(state: Dialogue, id: string): Dialogue {
  const visited = state.visited.includes(id) ? state.visited : [...state.visited, id];
  return { ...state, current: id, visited, refused: {} };
}

/** The current step may have gone with its last question: then the one before it is shown. */
function withQuestions(state: Dialogue, questions: readonly Question[]): Dialogue {
  const steps = stepsFor(questions, state.titles, state.again);
  const changed = { ...state, questions, steps, answers: withNewRows(state, questions) };
  if (steps.some((one) => one.id === state.current)) return changed;
  const before = state.steps.slice(0, state.steps.indexOf(currentStep(state))).reverse();
  const left = before.find((one) => steps.some((still) => still.id === one.id));
  return { ...changed, current: left?.id ?? (steps[0] as Step).id };
}

/** Rows of a list that came after it was answered are marked as its default has them. */
function withNewRows({ answers, questions: before }: Dialogue, questions: readonly Question[]): Dialogue['answers'] {
  const grown: Record<string, AnswerValue> = {};
  for (const question of questions) {
    const held = answers[question.key];
    const old = before.find((one) => one.key === question.key);
    if (question.kind !== 'many' || !Array.isArray(held)) continue;
    const known = new Set(old?.kind === 'many' ? old.options.map(({ value }) => value) : held);
    const added = question.default.filter((value) => !known.has(value));
    if (added.length > 0) grown[question.key] = [...held, ...added];
  }
  return { ...answers, ...grown };
}

function without(record: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}
