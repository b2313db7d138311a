/**
 * fail = broken, or contradicting the host's own current answers.
 * warn = a choice not made, something not installed, stopped or not observable from here, a risk.
 * pass = looked at, and as it should be. Inconclusive is never `fail`, and never `pass`.
 */
export type Status = 'pass' | 'warn' | 'fail';

/** What can be done about a finding: changes a plan may take in, or steps for a person. */
export interface Remedy<C> {
  readonly changes?: readonly C[];
  readonly steps?: readonly string[];
}

/**
 * One thing that was looked at. `C` is the type of change a remedy may hold; layers below
 * plan/ know no changes and leave it `never`.
 */
export interface Finding<C = never> {
  /** `[a-z0-9-]+`, stable: scripts and `doctor` key on it. */
  readonly id: string;
  readonly status: Status;
  /** One sentence: what is so, and where. */
  readonly what: string;
  /** What was seen: the mode, the line, the date, the server's own answer. */
  readonly evidence: readonly string[];
  readonly remedy?: Remedy<C>;
}
