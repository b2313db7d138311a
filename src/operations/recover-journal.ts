import { readJournal } from '../apply/journal.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { takeLock } from '../apply/lock.ts';
import { recover, saidOfRecovery } from '../apply/recovery.ts';
import { LocalHost } from '../host/local.ts';
import type { ApplyResult } from './engine.ts';
import { recoveryFailed } from './outcome.ts';

/** What became of a run that did not finish; `failed` where it could not be put back: then nothing else is begun. */
export interface RecoveredFirst {
  readonly said?: string;
  readonly failed?: ApplyResult;
}

/** Ends what a run that was cut off left, under the lock; empty where nothing is. */
export async function recoverJournal(root: string, doing: string, withServices: boolean): Promise<RecoveredFirst> {
  const freshHost = () => new LocalHost(root);
  if ((await readJournal(freshHost())) === undefined) return {};
  const lock = await takeLock(root, doing, new Date());
  try {
    const recovered = await recover(new LocalMachine(root), freshHost, withServices);
    if (recovered === undefined) return {};
    return recovered.outcome === 'incomplete' ? { failed: recoveryFailed(recovered) } : { said: saidOfRecovery(recovered) };
  } finally {
    await lock.release();
  }
}
