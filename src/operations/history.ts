import { type Receipt, readHistory, readReceipt } from '../apply/history.ts';
import type { Host } from '../host/host.ts';

/** One line of the history. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly doing: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** How many files it changed. */
  readonly changed: number;
}

export async function listHistory(host: Host): Promise<readonly HistoryEntry[]> {
  const receipts = await readHistory(host);
  return receipts.map(({ id, at, doing, answers, preview }) => ({ id, at, doing, answers, changed: preview.length }));
}

/** The whole of one entry; `id` with or without leading zeros. Undefined where there is none. */
export function findReceipt(host: Host, id: string): Promise<Receipt | undefined> {
  return readReceipt(host, id.padStart(4, '0'));
}
