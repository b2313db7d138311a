import { isErrno } from '../host/errno.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { FilePreview } from '../plan/preview.ts';
import { PRIVATE_DIRECTORY, PRIVATE_FILE, type Step } from './journal.ts';
import type { Machine } from './machine.ts';

/** What one apply did: its entry in the history, readable years later without the program. */
export interface Receipt {
  readonly format: 1;
  readonly id: string;
  readonly at: string;
  /** `apply`, or `rollback of 0003`. */
  readonly doing: string;
  /** Id of the saved plan that it carried out, which is used with that. */
  readonly plan?: string;
  /** Version of the Momentum that was here then. */
  readonly momentum?: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** What was shown before it was applied, secrets masked: the entry's own diff. */
  readonly preview: readonly FilePreview[];
  /** Both ends of every path, with where the original is kept: what rollback goes by. */
  readonly steps: readonly Step[];
  readonly services: readonly { readonly service: string; readonly action: string }[];
  /** Public halves (sha256) of keys that were replaced because others may have them: no copy of those is kept. */
  readonly compromised?: readonly string[];
}

/** What is left of an entry that is no longer kept: enough to know what stands, and which plan is used. */
export type PrunedEntry = Pick<Receipt, 'id' | 'at' | 'doing' | 'plan' | 'answers'>;

export const PRUNED = joinPath(LAYOUT.state, 'pruned.json');

export const HISTORY = joinPath(LAYOUT.state, 'history');

/** Where an entry keeps what stood before it. */
export function keptIn(id: string): HostPath {
  return joinPath(HISTORY, `${id}/before`);
}

export function receiptPath(id: string): HostPath {
  return joinPath(HISTORY, `${id}/receipt.json`);
}

/** The number after the newest entry, unfinished ones included: a number is never used twice. */
export async function nextId(host: Host): Promise<string> {
  const used = ((await host.list(HISTORY)) ?? []).map(Number).filter(Number.isInteger);
  return String(Math.max(0, ...used) + 1).padStart(4, '0');
}

/** All finished entries, oldest first. An entry that cannot be read is left out: reading history must not stop a rollback. */
export async function readHistory(host: Host): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  for (const id of (await host.list(HISTORY)) ?? []) {
    const receipt = await readReceipt(host, id);
    if (receipt !== undefined) receipts.push(receipt);
  }
  return receipts.sort((one, other) => Number(one.id) - Number(other.id));
}

/** What is left of the entries that are no longer kept, oldest first. */
export async function prunedEntries(host: Host): Promise<readonly PrunedEntry[]> {
  const file = await host.read(PRUNED);
  if (file === undefined) return [];
  try {
    return JSON.parse(file.bytes.toString('utf8')) as PrunedEntry[];
  } catch {
    return [];
  }
}

export async function readReceipt(host: Host, id: string): Promise<Receipt | undefined> {
  if (!/^\d+$/.test(id)) return undefined;
  const file = await host.read(receiptPath(id));
  if (file === undefined) return undefined;
  try {
    return JSON.parse(file.bytes.toString('utf8')) as Receipt;
  } catch {
    return undefined;
  }
}

export async function writeReceipt(machine: Machine, receipt: Receipt): Promise<void> {
  await machine.write(receiptPath(receipt.id), Buffer.from(`${JSON.stringify(receipt, null, 1)}\n`), PRIVATE_FILE);
}

/** Makes the directories of our own records; what is there already stays. */
export async function ensureStore(machine: Machine, host: Host, directories: readonly HostPath[]): Promise<void> {
  for (const directory of directories) {
    if ((await host.stat(directory)) !== undefined) continue;
    try {
      await machine.makeDirectory(directory, PRIVATE_DIRECTORY);
    } catch (error) {
      // Another run was quicker: which of the two goes on is for the lock to say.
      if (!isErrno(error, 'EEXIST')) throw error;
    }
  }
}

/** Removes the entry of a run that was put back: it changed nothing. */
export async function dropEntry(machine: Machine, host: Host, id: string): Promise<void> {
  const entry = joinPath(HISTORY, id);
  for (const directory of [keptIn(id), entry]) {
    if ((await host.stat(directory)) === undefined) continue;
    for (const name of (await host.list(directory)) ?? []) {
      if ((await host.lstat(joinPath(directory, name)))?.kind !== 'directory') await machine.remove(directory, name);
    }
    await machine.removeDirectory(directory);
  }
}
