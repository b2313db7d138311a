import type { Row } from '../select/select-state.ts';

/** Rows in whose label or hint every word of `filter` occurs, in any case. Without a filter no row is looked at. */
export function matching(rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ label, hint = '' }) => {
    const text = `${label} ${hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** `values` with all of `matched` among them, or, where they all were, with none of them. */
export function toggleAll(values: ReadonlySet<string>, matched: readonly Row[]): ReadonlySet<string> {
  const changed = new Set(values);
  const allMarked = matched.every(({ value }) => values.has(value));
  for (const { value } of matched) {
    if (allMarked) changed.delete(value);
    else changed.add(value);
  }
  return changed;
}
