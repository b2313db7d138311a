import type { Answers } from '../answers/answers.ts';
import type { AnswerValue, Question } from '../model/question.ts';

/**
 * Between the nested answers of a file and the flat ones of a dialogue. A text field yields text;
 * these are the last parts of keys whose answers are numbers or lists in a file.
 */
const numbers: ReadonlySet<string> = new Set(['httpsPort', 'keyBits', 'days']);
const lists: ReadonlySet<string> = new Set(['altNames']);

type Nested = { [key: string]: unknown };

function isNested(value: unknown): value is Nested {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What nested answers say for a dotted key, as this question takes it; undefined where they say nothing. */
export function answerAt(answers: Answers, question: Question): AnswerValue | undefined {
  // Answers hold no secrets.
  if (question.kind === 'secret') return undefined;
  let here: unknown = answers;
  for (const part of question.key.split('.')) {
    if (!isNested(here)) return undefined;
    here = here[part];
  }
  if (here === undefined || here === null || isNested(here)) return undefined;
  if (question.kind === 'multi') return Array.isArray(here) ? here.map(String) : [String(here)];
  if (question.kind === 'confirm') return typeof here === 'boolean' ? here : undefined;
  return Array.isArray(here) ? here.join(', ') : String(here);
}

/** A copy of `answers` in which the dotted `key` is `value`. An emptied number is no answer. */
export function withAnswer(answers: Answers, key: string, value: AnswerValue): Answers {
  const copy = structuredClone(answers) as Nested;
  const parts = key.split('.');
  const last = parts.pop() as string;
  let here = copy;
  for (const part of parts) {
    const next = here[part];
    if (isNested(next)) here = next;
    else here = here[part] = {} as Nested;
  }
  here[last] = typed(last, value);
  return copy as Answers;
}

function typed(name: string, value: AnswerValue): unknown {
  if (typeof value !== 'string') return value;
  if (numbers.has(name)) return value.trim() === '' ? undefined : Number(value);
  if (lists.has(name)) return value.split(/[\s,]+/).filter((part) => part !== '');
  return value;
}
