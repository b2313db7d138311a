import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import { openPlace, within } from './walk.ts';

/** Who holds the lock, as they wrote it there: for people, never a decision. */
export interface LockHolder {
  readonly pid: number;
  readonly since: string;
  readonly doing: string;
}

/** Another run is at work on this tree. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  readonly holder: LockHolder | undefined;
  constructor(holder: LockHolder | undefined) {
    super(
      holder === undefined
        ? 'Another run of momentum-secure holds the lock'
        : `Another run of momentum-secure holds the lock: process ${holder.pid}, since ${holder.since}, doing ${holder.doing}`,
    );
    this.holder = holder;
  }
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the tree's lock, or throws LockedError at once. It is the kernel's (flock(2)): it ends with
 * this process however that ends, so there is no stale one. Node cannot call flock; flock(1) locks
 * the open file it inherits, which is ours, and leaves. Node opens everything close-on-exec, so no
 * daemon that we restart inherits it and keeps it.
 */
export async function takeLock(root: string, doing: string, now: Date): Promise<Lock> {
  const place = await openPlace(root, joinPath(LAYOUT.state, 'lock'));
  let file: FileHandle;
  try {
    file = await open(within(place.directory, place.name), constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  } finally {
    await place.directory.close();
  }
  if (!(await lockDescriptor(file.fd))) {
    const text = await file.readFile('utf8');
    await file.close();
    throw new LockedError(parseHolder(text));
  }
  await file.truncate(0);
  await file.write(`${JSON.stringify({ pid: process.pid, since: now.toISOString(), doing })}\n`, 0);
  return { release: () => file.close() };
}

/** False: somebody else has it. */
function lockDescriptor(fd: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('flock', ['--exclusive', '--nonblock', '--conflict-exit-code', '75', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    child.once('error', (error) => reject(new Error(`flock(1) of util-linux is needed for the lock: ${error.message}`)));
    child.once('exit', (code) => {
      if (code === 0 || code === 75) resolve(code === 0);
      else reject(new Error(`flock(1) could not lock (exit ${code}); is ${LAYOUT.state} on a file system without locks?`));
    });
  });
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    return undefined;
  }
}
