import { readUnkept } from '../apply/unkept.ts';
import { LocalHost } from '../host/local.ts';
import { putBackUnkept } from './keep.ts';
import { notKeptYet } from './outcome.ts';
import { type RecoveredFirst, recoverJournal } from './recover-journal.ts';

/** Ends what an earlier run left, under the lock, before anything is planned; empty where nothing is. */
export async function recoverFirst(root: string, doing: string, withServices: boolean): Promise<RecoveredFirst> {
  const recovered = await recoverJournal(root, doing, withServices);
  if (recovered.failed !== undefined) return recovered;
  // Whoever rolls back does so themselves: done for them, the newest entry would be that putting back, and be undone.
  const putBack = doing === 'rollback' ? undefined : await putBackUnkept(root, withServices);
  const unkept = await readUnkept(new LocalHost(root));
  if (unkept !== undefined && doing !== 'rollback') return { failed: notKeptYet(unkept, root) };
  const said = [recovered.said, putBack].filter((what) => what !== undefined).join('; ');
  return said === '' ? {} : { said };
}
