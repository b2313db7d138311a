import type { Question } from '../../src/model/question.ts';

/** What may be typed anywhere. A lone `<` or `q` is no host name; `back` might be one. */
export function command(question: Question | undefined, typed: string): 'back' | 'quit' | undefined {
  if (typed === '<' || (typed === 'back' && question?.kind !== 'text')) return 'back';
  return typed === 'q' ? 'quit' : undefined;
}
