import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { systemMessage } from '../host/errno.ts';
import { UsageError } from './options.ts';

/** A file of more is no password. */
const MOST_BYTES = 4096;

/**
 * The password in the file of `--password-file`, without the one line ending that editors put behind
 * it. Throws UsageError, which never quotes what is in it.
 */
export async function readPasswordFile(file: string): Promise<string> {
  const wrong = (why: string) => new UsageError(`--password-file ${file}: ${why}`);
  // O_NONBLOCK: a pipe that nobody writes to must not keep us waiting.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw wrong(systemMessage(error));
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw wrong('expected a regular file');
    if ((facts.mode & 0o004) !== 0) throw wrong(`everybody on this machine can read it; chmod 600 ${file} first`);
    if (facts.size > MOST_BYTES) throw wrong(`expected a password on one line, got ${facts.size} bytes`);
    const password = (await handle.readFile('utf8')).replace(/\r?\n$/, '');
    if (password === '') throw wrong('it is empty');
    if (/[\r\n\0]/.test(password)) throw wrong('expected a password on one line');
    return password;
  } finally {
    await handle.close();
  }
}
