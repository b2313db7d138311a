import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { systemMessage } from '../host/errno.ts';
import type { Context } from './context.ts';
import { UsageError } from './options.ts';

/** The passphrase for `what`: the first line of --password-file, else asked for without echo. Throws UsageError where nobody can be asked. */
export async function passphraseFor(context: Context, what: string): Promise<string> {
  const { values } = context.options;
  const file = values['password-file'];
  if (typeof file === 'string') return firstLine(file);
  if (!context.stdin.isTTY || context.json || values['no-input'] === true)
    throw new UsageError(
      `${what} asks for a passphrase: give it with --password-file FILE. It is stored in clear, for its service alone`,
    );
  const lines = createInterface({ input: context.stdin, output: silent(), terminal: true });
  try {
    context.stderr.write(`Passphrase of ${what}: `);
    return await lines.question('', { signal: context.signal });
  } finally {
    context.stderr.write('\n');
    lines.close();
  }
}

async function firstLine(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/)[0] ?? '';
  } catch (error) {
    throw new UsageError(`--password-file ${file}: ${systemMessage(error)}`);
  }
}

/** readline echoes what is typed to its output: this one shows nothing. */
function silent(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
