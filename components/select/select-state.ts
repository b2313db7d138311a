/** One row. `disabled` says why it cannot be chosen; such a row is shown and skipped. */
export interface Row {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: string;
}

/** Index of the row under the pointer; -1 where no row can be chosen. */
export type Pointer = number;

export type Move = 'up' | 'down' | 'first' | 'last';

/** On the row that holds now, or on the first that can be chosen. */
export function startPointer(rows: readonly Row[], value: string | undefined): Pointer {
  const held = rows.findIndex((row) => row.value === value && row.disabled === undefined);
  return held >= 0 ? held : rows.findIndex((row) => row.disabled === undefined);
}

/** The next row that way that can be chosen; at the end it stays. */
export function movePointer(pointer: Pointer, move: Move, rows: readonly Row[]): Pointer {
  const open = rows.flatMap((row, index) => (row.disabled === undefined ? [index] : []));
  const target = {
    up: open.findLast((index) => index < pointer),
    down: open.find((index) => index > pointer),
    first: open[0],
    last: open.at(-1),
  }[move];
  return target ?? pointer;
}
