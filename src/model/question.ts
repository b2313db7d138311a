/** One row of a select or multi-select. A disabled row says why instead of hiding. */
export interface QuestionOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: string;
}

interface QuestionBase {
  /** The answer's dotted key, as in the answers file and `--set`: `webUi.httpsPort`. */
  readonly key: string;
  /** Id of the choice that asks; the wizard shows one screen a choice. */
  readonly choice: string;
  readonly title: string;
  /** What the manual says this does and what it brings with it; a paragraph an element. */
  readonly help: readonly string[];
}

export interface SelectQuestion extends QuestionBase {
  readonly kind: 'select';
  readonly options: readonly QuestionOption[];
  /** Preselected value: what is on a re-run, the recommendation on a first run. */
  readonly default: string;
  /** The recommended value, marked as such. */
  readonly recommended?: string;
}

export interface MultiQuestion extends QuestionBase {
  readonly kind: 'multi';
  readonly options: readonly QuestionOption[];
  readonly default: readonly string[];
}

export interface TextQuestion extends QuestionBase {
  readonly kind: 'text';
  readonly default: string;
  /** Undefined when `input` is acceptable, else one sentence: what it was, what is allowed. */
  readonly validate: (input: string) => string | undefined;
}

export interface ConfirmQuestion extends QuestionBase {
  readonly kind: 'confirm';
  readonly default: boolean;
}

/**
 * A password, asked without echo. What is typed is never an answer: it goes into the `TypedSecrets` that
 * every face keeps beside its dialogue and hands to `Engine.plan` and `Engine.apply` alone. The answer
 * that the dialogue holds only says whether something that will do was typed.
 */
export interface SecretQuestion extends QuestionBase {
  readonly kind: 'secret';
  /** Whether nothing at all will do: where it is found on the host. */
  readonly default: boolean;
  /** Whether it has the form of one. */
  readonly accepts: (input: string) => boolean;
  /** One sentence for what has not: what is allowed. It cannot quote what was typed. */
  readonly expected: string;
}

/** What was typed at the secret questions, by their key. It lives in memory, and is never written, logged or shown. */
export type TypedSecrets = Readonly<Record<string, string>>;

/** Pure data: every face (Ink, enquirer, a file) asks it in its own way. */
export type Question = SelectQuestion | MultiQuestion | TextQuestion | ConfirmQuestion | SecretQuestion;

/** What a question is answered with. */
export type AnswerValue = string | readonly string[] | boolean;
