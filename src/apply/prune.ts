import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { dropEntry, PRUNED, type PrunedEntry, prunedEntries, type Receipt, readHistory } from './history.ts';
import { PRIVATE_FILE } from './journal.ts';
import type { Machine } from './machine.ts';

/** How much of the past can be put back. */
export interface Keeping {
  /** Entries, the newest ones. */
  readonly entries: number;
  /** Private keys that were replaced, and the one that passwords were encrypted with, in days: an old key is a risk for as long as it lies about. */
  readonly keyDays: number;
}

const KEEPING: Keeping = { entries: 50, keyDays: 90 };

/**
 * Lets go of entries and keys that are too old, under the lock. What an entry answered, and that a
 * saved plan is used, is remembered for good; `originals/` is not touched.
 */
export async function pruneHistory(machine: Machine, freshHost: () => Host, keeping: Keeping = KEEPING): Promise<void> {
  const host = freshHost();
  const history = await readHistory(host);
  const surplus = history.slice(0, Math.max(0, history.length - keeping.entries));
  if (surplus.length > 0) {
    const byId = new Map([...(await prunedEntries(host)), ...surplus.map(restOf)].map((entry) => [entry.id, entry]));
    // First the record: an entry that is in both is still an entry.
    await machine.write(PRUNED, Buffer.from(`${JSON.stringify([...byId.values()], null, 1)}\n`), PRIVATE_FILE);
    for (const { id } of surplus) await dropEntry(machine, freshHost(), id);
  }
  const oldest = host.now().getTime() - keeping.keyDays * 86_400_000;
  for (const entry of history.slice(surplus.length)) {
    if (Date.parse(entry.at) < oldest) await dropKeys(machine, freshHost(), entry);
  }
}

function restOf({ id, at, doing, plan, answers }: Receipt): PrunedEntry {
  return { id, at, doing, answers, ...(plan === undefined ? {} : { plan }) };
}

async function dropKeys(machine: Machine, host: Host, entry: Receipt): Promise<void> {
  for (const { path, before } of entry.steps) {
    if (before?.copy == null) continue;
    const kept = await host.read(before.copy);
    const isKey = kept?.bytes.includes('PRIVATE KEY-----') === true || path === LAYOUT.credmgrStore.key;
    if (kept !== undefined && isKey) await machine.removeFile(before.copy);
  }
}
