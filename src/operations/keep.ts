import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalMachine } from '../apply/local-machine.ts';
import { LockedError, takeLock } from '../apply/lock.ts';
import { withoutInheritance } from '../apply/run-detached.ts';
import { isOverdue, putBackDoing, readUnkept, removeUnkept, type Unkept, writeUnkept } from '../apply/unkept.ts';
import { LocalHost } from '../host/local.ts';
import { loginSession } from '../host/login-session.ts';
import { CLEAN_ENVIRONMENT } from '../host/programs.ts';
import { applyPlan } from './apply-plan.ts';
import { recoverJournal } from './recover-journal.ts';
import { findEntry, planRollback } from './rollback.ts';
import { requireMomentum } from './survey.ts';

const LOOK_EVERY_MS = 1000;

/** Confirmed from the very session whose survival the confirmation is to prove. */
class SameSessionError extends Error {
  override readonly name = 'SameSessionError';
}

/** What was applied stays. Undefined where nothing waited. Throws LockedError, and SameSessionError unless `sameSession`. */
export async function keep(root: string, { sameSession }: { readonly sameSession: boolean }): Promise<Unkept | undefined> {
  if ((await readUnkept(new LocalHost(root))) === undefined) {
    // A root that was mistyped has nothing that waits either.
    await requireMomentum(new LocalHost(root));
    return undefined;
  }
  const lock = await takeLock(root, 'keep', new Date());
  try {
    // It may have been put back just now.
    const unkept = await readUnkept(new LocalHost(root));
    if (unkept === undefined) return undefined;
    if (!sameSession && unkept.session !== null && unkept.session === (await loginSession()))
      throw new SameSessionError(
        `${unkept.id} was applied from this very session, which proves nothing: log in anew and run momentum-secure keep there`,
      );
    await removeUnkept(new LocalMachine(root));
    return unkept;
  } finally {
    await lock.release();
  }
}

/** Puts back what was not kept in time, like any rollback. What became of it, in a sentence; undefined where there was nothing to do. */
export async function putBackUnkept(root: string, withServices: boolean): Promise<string | undefined> {
  const host = new LocalHost(root);
  const unkept = await readUnkept(host);
  if (unkept === undefined || unkept.failed !== undefined || !isOverdue(unkept, host.now())) return undefined;
  const { id, seconds } = unkept;
  try {
    const work = await planRollback(host, await findEntry(host, id), { withServices, keepEdited: false });
    const doing = putBackDoing(unkept);
    const quiet = { onEvent: () => {}, signal: new AbortController().signal };
    const { exitCode, said } = await applyPlan(work, { root, doing, withServices, ...quiet });
    if (exitCode === 0) return `${id} was not kept within ${seconds} s, and was put back`;
    throw new Error(said.join('; '));
  } catch (error) {
    // Another run is at work: whoever has the lock next looks again.
    if (error instanceof LockedError) throw error;
    const failed = error instanceof Error ? error.message : String(error);
    await writeUnkept(new LocalMachine(root), { ...unkept, failed });
    return `${id} was not kept within ${seconds} s, and could not be put back: ${failed}`;
  }
}

/**
 * The watcher's whole life: waits until what is being applied is kept, or its time is over. It ends
 * by itself where nothing came of the apply that started it. Nobody hears it: what it does is in the history.
 */
export async function watchUnkept(
  root: string,
  withServices: boolean,
  { applyEnded, stop }: { readonly applyEnded: AbortSignal; readonly stop: AbortSignal },
): Promise<void> {
  // At a shutdown the next start's first command takes over.
  for (; !stop.aborted; await sleep(LOOK_EVERY_MS)) {
    const over = applyEnded.aborted;
    const host = new LocalHost(root);
    const unkept = await readUnkept(host);
    if (unkept === undefined && over) return recoverUnlessAtWork(root, withServices);
    if (unkept?.failed !== undefined) return;
    if (unkept === undefined || !isOverdue(unkept, host.now())) continue;
    try {
      await putBackUnkept(root, withServices);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
    }
  }
}

/** The apply was killed half-way, perhaps with the session it ran in: nobody may come back to put it right. */
async function recoverUnlessAtWork(root: string, withServices: boolean): Promise<void> {
  try {
    await recoverJournal(root, 'recovery', withServices);
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
  }
}

/**
 * Starts the watcher, in a session of its own, so that neither our end nor a hang-up ends it. It is
 * there before anything is written. The function that comes back tells it that the apply has ended,
 * as does our own end.
 */
export async function startWatcher(root: string, withServices: boolean, logFile?: string): Promise<() => void> {
  const program = realpathSync(process.argv[1] ?? '');
  const options = [
    '--root',
    root,
    ...(withServices ? [] : ['--no-services']),
    ...(logFile === undefined ? [] : ['--log-file', logFile]),
  ];
  // It may live for a day: a pipe or a lock of whoever started us must not be held for so long.
  const [file, ...args] = withoutInheritance(process.execPath, [program, 'keep', '--watch', ...options]);
  const child = spawn(file, args, {
    cwd: '/',
    env: CLEAN_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`Nobody would put it back in time, so it was not begun: ${error.message}`)));
  });
  child.unref();
  return () => child.stdin.end();
}
