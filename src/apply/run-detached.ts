import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramAnswer } from '../host/host.ts';
import { asAccount, CLEAN_ENVIRONMENT, type Execution, mustSwitch } from '../host/programs.ts';

/**
 * Node closes what it opened itself when it starts a program, not what our caller left open in us: a
 * daemon would keep that for ever. Only bash can close a descriptor of more than one digit.
 */
const WRAPPER = `umask 0022
for each in /proc/self/fd/*; do
  each=\${each##*/}
  case $each in
    [0-2]) ;;
    [3-9]) eval "exec $each>&-" ;;
    *) [ -n "$BASH_VERSION" ] && eval "exec $each>&-" ;;
  esac
done
exec "$0" "$@"`;
const SHELL = existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh';

/** The command that runs `file` with a clean umask and none of the descriptors that our caller left open in us. */
export function withoutInheritance(file: string, args: readonly string[]): readonly [string, ...string[]] {
  return [SHELL, '-c', WRAPPER, file, ...args];
}

const MOST_OUTPUT = 4 * 1024 * 1024;

/**
 * Runs an init script to its end. What it starts outlives us, so it gets nothing of ours to keep:
 * a session of its own (our Ctrl-C is not the daemon's), `/` as directory, umask 0022, a clean
 * environment, no stdin, and a file instead of a pipe for what it prints: a daemon that inherits
 * a pipe would keep the caller waiting, or die of SIGPIPE later.
 */
export async function runDetached(execution: Execution): Promise<ProgramAnswer> {
  const [out, err] = await openNameless();
  const command = withoutInheritance(execution.file, execution.args);
  const [file, ...args] = mustSwitch(execution.account) ? asAccount(execution.account, command) : command;
  try {
    const ended = await new Promise<{ exit: number | null; trouble: string }>((resolve) => {
      const child = spawn(file as string, args, {
        cwd: '/',
        env: { ...CLEAN_ENVIRONMENT, ...execution.environment },
        stdio: ['ignore', out.fd, err.fd],
        detached: true,
      });
      const timer = setTimeout(() => {
        // The whole group: a script that hangs usually hangs in a child.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        resolve({ exit: null, trouble: `did not end within ${execution.timeoutMs / 1000} s` });
      }, execution.timeoutMs);
      child.once('error', (error) => {
        clearTimeout(timer);
        resolve({ exit: null, trouble: error.message });
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        resolve({ exit: code, trouble: signal === null ? '' : `ended by ${signal}` });
      });
    });
    return { exit: ended.exit, stdout: await textOf(out), stderr: `${await textOf(err)}${ended.trouble}` };
  } finally {
    await Promise.all([out.close(), err.close()]);
  }
}

/** Two files that have lost their names already: nothing is left of them however we end. */
async function openNameless(): Promise<readonly [FileHandle, FileHandle]> {
  const directory = await mkdtemp(join(tmpdir(), 'momentum-secure-'));
  try {
    return [await open(join(directory, 'out'), 'wx+', 0o600), await open(join(directory, 'err'), 'wx+', 0o600)];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** All of it, from the start: the program's own writing has moved the offset that we share with it. */
async function textOf(file: FileHandle): Promise<string> {
  const bytes = Buffer.alloc(Math.min((await file.stat()).size, MOST_OUTPUT));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.toString('utf8', 0, bytesRead);
}
