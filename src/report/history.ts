import type { HistoryEntry } from '../operations/history.ts';

/** One line an entry, oldest first. */
export function historyText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'Nothing was applied here yet';
  return entries
    .map(
      ({ id, at, doing, changed }) =>
        `${id}  ${at.slice(0, 16).replace('T', ' ')}  ${doing}  ${changed} ${changed === 1 ? 'file' : 'files'}`,
    )
    .join('\n');
}
