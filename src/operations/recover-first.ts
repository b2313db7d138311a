import { readJournal } from '../apply/journal.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { takeLock } from '../apply/lock.ts';
import { type Recovered, recover } from '../apply/recovery.ts';
import { LocalHost } from '../host/local.ts';

/** Ends what an earlier run left, under the lock, before anything is planned; undefined where nothing is. */
export async function recoverFirst(root: string, doing: string, withServices: boolean): Promise<Recovered | undefined> {
  const freshHost = () => new LocalHost(root);
  if ((await readJournal(freshHost())) === undefined) return undefined;
  const lock = await takeLock(root, doing, new Date());
  try {
    return await recover(new LocalMachine(root), freshHost, withServices);
  } finally {
    await lock.release();
  }
}
