import { createInterface } from 'node:readline/promises';
import type { Context } from './context.ts';

/** Ctrl-C, or a signal, while something was asked. */
class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Asks yes or no on the terminal; the default is no, and so is the end of the input. Throws InterruptedError. */
export async function confirmOnTerminal(context: Context, question: string): Promise<boolean> {
  const lines = createInterface({ input: context.stdin, output: context.stderr });
  const stop = new AbortController();
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    stop.abort();
  };
  // On a terminal readline gets Ctrl-C as a key: no signal is sent.
  lines.once('SIGINT', interrupt);
  lines.once('close', () => stop.abort());
  context.signal.addEventListener('abort', interrupt);
  if (context.signal.aborted) interrupt();
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: stop.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    context.stderr.write('\n');
    if (interrupted) throw new InterruptedError('Stopped; nothing was changed');
    return false;
  } finally {
    context.signal.removeEventListener('abort', interrupt);
    lines.close();
  }
}
