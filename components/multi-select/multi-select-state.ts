import type { Row } from '../select/select-state.ts';

/** `values` with `value` put in or taken out, in the order of the rows. */
export function toggleValue(values: readonly string[], value: string, rows: readonly Row[]): readonly string[] {
  const wanted = new Set(values);
  if (!wanted.delete(value)) wanted.add(value);
  return rows.map((row) => row.value).filter((one) => wanted.has(one));
}
