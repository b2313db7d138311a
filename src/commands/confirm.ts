import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type Context, wantsPlain } from './context.ts';
import { textFor } from './terminal-text.ts';

/** Ctrl-C, or a signal, while something was asked. */
class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Asks yes or no on the terminal; the default is no, and so is the end of the input. Throws InterruptedError. */
export async function confirmOnTerminal(context: Context, question: string): Promise<boolean> {
  const answer = await askOnTerminal(context, lastRow(context, `${question} [y/N]`), context.stderr, !wantsPlain(context));
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}

/** Asks for a password on the terminal, which shows nothing of it; undefined for none. Throws InterruptedError. */
export async function askHidden(context: Context, question: string): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await askOnTerminal(context, '', nowhere, true, () => context.stderr.write(lastRow(context, question)));
  if (answer !== undefined) context.stderr.write('\n');
  return answer === '' ? undefined : answer;
}

/** Writes a question that takes several rows but for the last of them, behind which it is answered. */
function lastRow({ stderr }: Context, question: string): string {
  const rows = textFor(stderr, question).split('\n');
  stderr.write(
    rows
      .slice(0, -1)
      .map((row) => `${row}\n`)
      .join(''),
  );
  return `${rows.at(-1)} `;
}

/** A line; undefined at the end of the input. Without `editing` nothing moves the cursor: the terminal's own line discipline has to do. */
async function askOnTerminal(
  context: Context,
  prompt: string,
  output: NodeJS.WritableStream,
  editing: boolean,
  /** Told once the terminal shows no more what is typed: whoever answers a question earlier would see the answer. */
  listening: () => void = () => undefined,
): Promise<string | undefined> {
  // Screens that came before have let go of the input: nothing would keep us waiting for the answer.
  if (context.stdin.isTTY) context.stdin.ref();
  const lines = createInterface({ input: context.stdin, output, terminal: editing && context.stdin.isTTY === true });
  listening();
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
    return await lines.question(prompt, { signal: stop.signal });
  } catch {
    context.stderr.write('\n');
    if (interrupted) throw new InterruptedError('Stopped; nothing was changed');
    return undefined;
  } finally {
    context.signal.removeEventListener('abort', interrupt);
    lines.close();
  }
}
