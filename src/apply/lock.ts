import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
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
  const locked = await lockDescriptor(file.fd).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  if (!locked) {
    const holder = await readHolder(file);
    await file.close();
    throw new LockedError(holder);
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
      // Its own session: a Ctrl-C of the terminal is for us to heed, not for it to die of.
      detached: true,
    });
    child.once('error', (error) => reject(new Error(`flock(1) of util-linux is needed for the lock: ${error.message}`)));
    child.once('exit', (code) => {
      if (code === 0 || code === 75) resolve(code === 0);
      else reject(new Error(`flock(1) could not lock (exit ${code}); is ${LAYOUT.state} on a file system without locks?`));
    });
  });
}

/** Between taking the lock and writing its name the other one has a moment; after that it is not going to. */
async function readHolder(file: FileHandle): Promise<LockHolder | undefined> {
  for (let left = 10; left > 0; left -= 1) {
    const bytes = Buffer.alloc(4096);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const holder = parseHolder(bytes.toString('utf8', 0, bytesRead));
    if (holder !== undefined) return holder;
    await sleep(20);
  }
  return undefined;
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    return JSON.parse(text) as LockHolder;
  } catch {
    return undefined;
  }
}
