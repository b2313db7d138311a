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

/** The dotted key in the answers that a question is about; undefined for one that makes no answer. */
export function keyOf({ key, fills, kind }: Question): string | undefined {
  // Answers hold no secrets.
  return fills === null || kind === 'secret' ? undefined : (fills ?? key);
}

/** What nested answers say for a question, as it takes it; undefined where they say nothing. */
export function answerAt(answers: Answers, question: Question): AnswerValue | undefined {
  const key = keyOf(question);
  if (key === undefined) return undefined;
  let here: unknown = answers;
  for (const part of key.split('.')) {
    if (!isNested(here)) return undefined;
    here = here[part];
  }
  if (question.kind === 'select') {
    const meant = question.options.find(({ means }) => means !== undefined && isAlike(means, here));
    if (meant !== undefined) return meant.value;
  }
  if (here === undefined || here === null || isNested(here)) return undefined;
  if (question.kind === 'many' && here === question.all) return question.options.map(({ value }) => value);
  if (question.kind === 'many' && here === question.none) return [];
  if (question.kind === 'multi' || question.kind === 'many') return Array.isArray(here) ? here.map(String) : [String(here)];
  if (question.kind === 'confirm') return typeof here === 'boolean' ? here : undefined;
  return Array.isArray(here) ? here.join(', ') : String(here);
}

/** Any list is what an option means that stands for one. */
function isAlike(means: readonly string[] | null, here: unknown): boolean {
  return means === null ? here === null : Array.isArray(here);
}

/** A copy of `answers` with what `value` answers to `question`. An emptied number is no answer. */
export function withAnswer(answers: Answers, question: Question, value: AnswerValue): Answers {
  const key = keyOf(question);
  if (key === undefined) return answers;
  const copy = structuredClone(answers) as Nested;
  const parts = key.split('.');
  const last = parts.pop() as string;
  let here = copy;
  for (const part of parts) {
    const next = here[part];
    if (isNested(next)) here = next;
    else here = here[part] = {} as Nested;
  }
  here[last] = typed(last, meaningOf(question, value));
  return copy as Answers;
}

/** What is answered where it is not what was chosen. */
function meaningOf(question: Question, value: AnswerValue): AnswerValue | null {
  if (question.kind === 'select') {
    const means = question.options.find((option) => option.value === value)?.means;
    return means === undefined ? value : means;
  }
  if (question.kind !== 'many' || !Array.isArray(value)) return value;
  const marked = new Set<string>(value);
  const kept = question.options.map((option) => option.value).filter((one) => marked.has(one));
  if (kept.length === 0) return question.none;
  return kept.length === question.options.length ? question.all : kept;
}

function typed(name: string, value: AnswerValue | null): unknown {
  if (typeof value !== 'string') return value;
  if (numbers.has(name)) return value.trim() === '' ? undefined : Number(value);
  if (lists.has(name)) return value.split(/[\s,]+/).filter((part) => part !== '');
  return value;
}
