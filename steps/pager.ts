import { spawn } from 'node:child_process';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Shows `text` in the operator's own pager and waits until it is left. The text goes through a
 * pipe: a preview is nobody else's to read, so it never lies in a file. Rejects where the pager
 * cannot be started.
 */
export async function showInPager(text: string, env: Env): Promise<void> {
  const command = env.PAGER === undefined || env.PAGER.trim() === '' ? 'less' : env.PAGER;
  const release = ignoreInterrupts();
  try {
    await new Promise<void>((resolve, reject) => {
      // Through a shell, as every program does it: PAGER may hold options.
      const pager = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'], env });
      pager.on('error', reject);
      pager.on('exit', (code) => (code === 127 ? reject(new Error(`There is no pager ${command} here: set PAGER`)) : resolve()));
      // A pager that is left before the end closes the pipe; that is no error.
      pager.stdin.on('error', () => undefined);
      pager.stdin.end(text);
    });
  } finally {
    release();
  }
}

/** Ctrl-C in a pager is the pager's: there it ends a search, and the signal reaches us as well. */
function ignoreInterrupts(): () => void {
  const held = process.listeners('SIGINT');
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  for (const listener of held) process.off('SIGINT', listener);
  return () => {
    for (const listener of held) process.on('SIGINT', listener);
    process.off('SIGINT', ignore);
  };
}
