/** One row of a select or multi-select. A disabled row says why instead of hiding. */
export interface QuestionOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: string;
  /** What the answers hold for it, where that is not `value`: a list that further questions change, or null. */
  readonly means?: readonly string[] | null;
}

interface QuestionBase {
  /** The answer's dotted key, as in the answers file and `--set`: `webUi.httpsPort`. */
  readonly key: string;
  /** The key in the answers where it is another one: several questions may make one answer, the last wins. Null: it makes none. */
  readonly fills?: string | null;
  /** Id of the choice that asks; the wizard shows one screen a choice. */
  readonly choice: string;
  readonly title: string;
  /** What the host does today; missing where it cannot be told. */
  readonly now?: AnswerValue;
  /** True: nobody has to answer it; it is for whoever opens its step. */
  readonly optional?: boolean;
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
  /** Undefined when these will do, else one sentence. */
  readonly validate?: (values: readonly string[]) => string | undefined;
  /** What these come to, a sentence or value each: shown while they are marked. */
  readonly outcome?: (values: readonly string[]) => readonly string[];
}

/**
 * Any number of very many: rows are found by typing, and marked many at once. A row that was not there
 * when it was answered is as the default has it; one that is gone does not matter.
 */
export interface ManyQuestion extends QuestionBase {
  readonly kind: 'many';
  readonly options: readonly QuestionOption[];
  readonly default: readonly string[];
  /** What the answers hold where every row is marked, and where none is. */
  readonly all: string;
  readonly none: string;
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
  /** Where it cannot go on with no: what to do then, in one sentence. */
  readonly insists?: string;
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
export type Question = SelectQuestion | MultiQuestion | ManyQuestion | TextQuestion | ConfirmQuestion | SecretQuestion;

/** What a question is answered with. */
export type AnswerValue = string | readonly string[] | boolean;
