import type { Answers } from '../src/answers/answers.ts';
import type { Survey } from '../src/operations/engine.ts';

/** What the dialogue starts from: what closes the gaps of an earlier run, and over it what the operator brought along. */
export function startingAnswers(survey: Survey, brought: Answers): Answers {
  return { ...survey.before?.again, ...brought };
}
