import { createInterface } from 'node:readline/promises';
import type { Context } from './context.ts';

/** Asks yes or no on the terminal; the default is no. The end of input and Ctrl-C are no. */
export async function confirmOnTerminal(context: Context, question: string): Promise<boolean> {
  const lines = createInterface({ input: context.stdin, output: context.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: context.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
