import { stringify } from 'yaml';
import type { Answers } from '../answers/answers.ts';
import { answerAt, keyOf, withAnswer } from '../dialogue/answer-keys.ts';
import { isOpen } from '../dialogue/validate.ts';
import type { Question } from '../model/question.ts';

/** What nobody has answered yet, in the two ways in which it can be. */
export interface MissingAnswers {
  /** One a question: `--set 'webUi.httpsPort=443'`, with what is allowed and what is asked. */
  readonly flags: readonly string[];
  /** The same as an answers file, holding what would be proposed. */
  readonly yaml: string;
}

export function missingAnswers(questions: readonly Question[], answers: Answers): MissingAnswers {
  const missing = questions.filter(
    (question) =>
      keyOf(question) !== undefined &&
      question.optional !== true &&
      isOpen(question) &&
      answerAt(answers, question) === undefined,
  );
  const proposed = missing.reduce<Answers>((so, question) => withAnswer(so, question, question.default), {});
  return { flags: missing.map(flagOf), yaml: missing.length === 0 ? '' : stringify(proposed, { flowCollectionPadding: false }) };
}

function flagOf(question: Question): string {
  const { title, key } = question;
  const proposed = question.kind === 'many' ? question.all : question.default;
  const value = Array.isArray(proposed) || String(proposed).includes(',') ? `[${String(proposed)}]` : String(proposed);
  const assignment = `${keyOf(question) ?? key}=${value}`;
  // What a shell would take apart is quoted.
  const word = /^[\w.=:-]+$/.test(assignment) ? assignment : `'${assignment}'`;
  return `--set ${word}  (${allowed(question)}) ${title}`;
}

function allowed(question: Question): string {
  if (question.kind === 'confirm' || question.kind === 'secret') return 'true or false';
  if (question.kind === 'text') return 'text';
  if (question.kind === 'many') return `${question.all}|${question.none}|a list`;
  return question.options
    .filter(({ disabled }) => disabled === undefined)
    .map(({ value, means }) => (means === undefined ? value : means === null ? 'null' : 'a list'))
    .join('|');
}
