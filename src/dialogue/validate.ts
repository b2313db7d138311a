import type { AnswerValue, Question, QuestionOption } from '../model/question.ts';

/**
 * Does this question apply here at all? One whose every row is disabled only says why: it is
 * shown, never answered, and holds nobody up.
 */
export function isOpen(question: Question): boolean {
  if (!('options' in question)) return true;
  return question.options.some((option) => option.disabled === undefined);
}

/** Undefined when `value` answers `question`, else one sentence: what it was, what is allowed. */
export function problemOf(question: Question, value: AnswerValue): string | undefined {
  if (!isOpen(question)) return undefined;
  switch (question.kind) {
    case 'select':
      return typeof value === 'string' ? choiceProblem(question.options, value) : wrongKind(value, 'one of the options');
    case 'multi': {
      if (typeof value === 'string' || typeof value === 'boolean') return wrongKind(value, 'a list of options');
      for (const one of value) {
        const problem = choiceProblem(question.options, one);
        if (problem !== undefined) return problem;
      }
      return question.validate?.(value);
    }
    case 'many':
      return typeof value === 'object' ? undefined : wrongKind(value, 'a list of options');
    case 'text':
      return typeof value === 'string' ? question.validate(value) : wrongKind(value, 'text');
    case 'confirm':
      if (typeof value !== 'boolean') return wrongKind(value, 'yes or no');
      return value ? undefined : question.insists;
    case 'secret':
      return value === true ? undefined : question.expected;
  }
}

/** What the dialogue holds for what was typed at a secret question: whether it will do. */
export function isSecretGiven(question: Question | undefined, typed: string): boolean {
  if (question?.kind !== 'secret') return false;
  return typed === '' ? question.default : question.accepts(typed);
}

function choiceProblem(options: readonly QuestionOption[], value: string): string | undefined {
  const option = options.find((one) => one.value === value);
  if (option?.disabled !== undefined) return `${option.label} cannot be chosen here: ${option.disabled}`;
  if (option !== undefined) return undefined;
  const allowed = options.filter((one) => one.disabled === undefined).map((one) => one.value);
  return `Expected one of ${allowed.join(', ')}, got ${value === '' ? 'nothing' : value}`;
}

function wrongKind(value: AnswerValue, expected: string): string {
  return `Expected ${expected}, got ${String(value)}`;
}
