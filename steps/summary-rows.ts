import { changedQuestions, type Dialogue, heldValue, problemsOf } from '../src/dialogue/state.ts';
import { isAside, type Step } from '../src/dialogue/steps.ts';
import type { AnswerValue, Question } from '../src/model/question.ts';
import { count, sayValue } from './say.ts';

/** The row that leads on, beside those that open a step. */
export const onward = 'onward';

export interface SummaryRow {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** Going on, and every step that can be opened, with what it is now and what it is to be. */
export function summaryRows(state: Dialogue): readonly SummaryRow[] {
  const changed = changedQuestions(state);
  const steps = new Set(changed.map(({ choice }) => choice)).size;
  const many = steps === 0 ? 'nothing is changed so far' : `${count(steps, 'step is', 'steps are')} changed`;
  const problems = problemsOf(state);
  return [
    { value: onward, label: 'Go on and see what would change', hint: many },
    ...state.steps.filter(isAside).map((step) => {
      const wrong = problems.find((problem) => problem.step.id === step.id)?.why;
      return { value: step.id, label: step.title, hint: wrong ?? stepSays(state, step, changed) };
    }),
  ];
}

/** `off -> require` where it was changed, else how it is. */
function stepSays(state: Dialogue, step: Step, changed: readonly Question[]): string {
  const own = changed.filter((question) => question.choice === step.id);
  if (own.length > 0) return `changed: ${own.map((question) => sayChange(state, question)).join('; ')}`;
  const [first] = state.questions.filter((question) => question.choice === step.id);
  return first?.now === undefined ? asItIs : sayNow(first, first.now);
}

const asItIs = 'as it is';

function sayNow(question: Question, now: AnswerValue): string {
  return now === 'keep' ? asItIs : sayValue(question, now);
}

function sayChange(state: Dialogue, question: Question): string {
  const will = sayValue(question, heldValue(state, question));
  // By the answer's own name where a step has several: `httpsPort: 443 -> 8443`.
  const name = question.key.includes('.') ? `${question.key.slice(question.key.lastIndexOf('.') + 1)}: ` : '';
  return question.now === undefined ? `${name}${will}` : `${name}${sayNow(question, question.now)} -> ${will}`;
}
