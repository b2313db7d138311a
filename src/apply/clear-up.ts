import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CLEAN_ENVIRONMENT } from '../host/programs.ts';

/**
 * Waits for the end of its input, which comes when we end it or are killed. Then it ends every
 * process that lives in the directory or was told its name, and removes it. The name comes by
 * standard input: on the command line it would find itself.
 */
const SCRIPT = `
read -r directory || exit
read -r _
users() {
  {
    ls -l /proc/[0-9]*/cwd | grep -F -- " -> $directory" | sed 's#.*/proc/\\([0-9]*\\)/cwd.*#\\1#'
    printf '%s\\n' "$directory" | grep -alF -f - /proc/[0-9]*/cmdline | sed 's#[^0-9]##g'
  } 2>/dev/null
}
left=60
while [ "$left" -gt 0 ] && found=$(users) && [ -n "$found" ]; do
  # QUIT is PostgreSQL's immediate shutdown: it takes its shared memory along.
  signal=QUIT
  [ "$left" -lt 30 ] && signal=KILL
  kill -s "$signal" $found
  left=$((left - 1))
  sleep 0.05
done
rm -rf -- "$directory"
`;

/** Sees to it that nothing of a scratch directory outlives us, whatever becomes of us; ends it when called. */
export function guardScratch(directory: string): () => Promise<void> {
  const guard = spawn('/bin/sh', ['-c', SCRIPT], {
    cwd: '/',
    env: CLEAN_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = once(guard, 'exit');
  // Where it cannot run at all, `ended` says so.
  guard.stdin.on('error', () => {});
  guard.stdin.write(`${directory}\n`);
  return async () => {
    guard.stdin.end();
    await ended;
  };
}
