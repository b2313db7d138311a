import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import { systemMessage } from '../host/errno.ts';
import { UsageError } from './options.ts';

/** Writes one thing that happens to the file of `--log-file`. */
export type Log = (text: string) => void;

/**
 * Appends time-stamped lines to `file`, which only its owner may read. It is written to at once, so
 * that it holds everything up to a crash; a link in its place is not followed, since root writes.
 * Throws UsageError where it cannot be written.
 */
export function openLog(file: string): Log {
  // O_NONBLOCK: a pipe that nobody reads must not keep us waiting.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let descriptor: number;
  try {
    descriptor = openSync(file, flags, 0o600);
  } catch (error) {
    throw new UsageError(`--log-file ${file}: ${systemMessage(error)}`);
  }
  if (!fstatSync(descriptor).isFile()) {
    closeSync(descriptor);
    throw new UsageError(`--log-file ${file}: expected a regular file`);
  }
  return (text) => {
    const at = new Date().toISOString();
    const lines = text.replace(/\n+$/, '').split('\n');
    try {
      writeSync(descriptor, lines.map((line) => `${at} ${line}\n`).join(''));
    } catch {
      // A full disk under the log is no reason to stop half-way through an apply.
    }
  };
}
