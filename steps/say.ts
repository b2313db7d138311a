import type { AnswerValue, Question } from '../src/model/question.ts';

/** An answer of any kind, for a line on a screen. Undefined: it does not apply, or cannot be told. */
export function sayAnswer(answer: unknown): string {
  if (answer === undefined || answer === null) return 'not known';
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (Array.isArray(answer)) return answer.length === 0 ? 'none' : answer.map(sayAnswer).join(', ');
  if (typeof answer === 'object') {
    return Object.entries(answer)
      .map(([name, value]) => `${name} ${sayAnswer(value)}`)
      .join(', ');
  }
  return answer === '' ? 'nothing' : String(answer);
}

/** What is chosen at a question, in its own words. */
export function sayValue(question: Question, value: AnswerValue): string {
  if (question.kind === 'select') return question.options.find((option) => option.value === value)?.label ?? sayAnswer(value);
  if (question.kind === 'many' && typeof value === 'object') {
    const marked = new Set(value);
    return `${question.options.filter((option) => marked.has(option.value)).length} of ${question.options.length}`;
  }
  if (question.kind === 'secret') return value === true ? 'given' : 'not given';
  return sayAnswer(value);
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `312 days left`, `runs out today`, `ran out 3 days ago`. */
export function sayDays(daysLeft: number): string {
  if (daysLeft < 0) return `ran out ${count(-daysLeft, 'day')} ago`;
  return daysLeft === 0 ? 'runs out today' : `${count(daysLeft, 'day')} left`;
}
