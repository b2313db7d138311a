/** Ctrl-C, the end of the input, or a stop from outside, while something was asked. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/**
 * All that the plain dialogue wants of a terminal: lines that are only ever appended, and one line
 * of answer. The one for people is enquirer-prompter.ts.
 */
export interface Prompter {
  say(lines: readonly string[]): void;
  /** What was typed, without spaces around it; '' for Enter alone. Rejects with InterruptedError. */
  ask(prompt: string): Promise<string>;
  /** What was typed, exactly, without showing it. */
  askHidden(prompt: string): Promise<string>;
  /** Ctrl-C while nothing is asked. Returns how to listen no more. */
  onInterrupt(listener: () => void): () => void;
  /** Gives the terminal back. */
  close(): void;
}
