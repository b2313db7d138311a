import { spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramAnswer } from '../host/host.ts';
import { asAccount, CLEAN_ENVIRONMENT, type Execution, mustSwitch } from '../host/programs.ts';

/**
 * Runs an init script to its end. What it starts outlives us, so it gets nothing of ours to keep:
 * a session of its own (our Ctrl-C is not the daemon's), `/` as directory, umask 0022, a clean
 * environment, no stdin, and a file instead of a pipe for what it prints: a daemon that inherits
 * a pipe would keep the caller waiting, or die of SIGPIPE later.
 */
export async function runDetached(execution: Execution): Promise<ProgramAnswer> {
  const scratch = await mkdtemp(join(tmpdir(), 'momentum-secure-'));
  const [out, err] = await Promise.all(['out', 'err'].map((name) => open(join(scratch, name), 'wx', 0o600)));
  if (out === undefined || err === undefined) throw new Error('no scratch files');
  const command = ['/bin/sh', '-c', 'umask 0022; exec "$0" "$@"', execution.file, ...execution.args];
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
    const [stdout, stderr] = await Promise.all(['out', 'err'].map((name) => readFile(join(scratch, name), 'utf8')));
    return { exit: ended.exit, stdout: stdout ?? '', stderr: `${stderr ?? ''}${ended.trouble}` };
  } finally {
    await Promise.all([out.close(), err.close()]);
    await rm(scratch, { recursive: true, force: true });
  }
}
