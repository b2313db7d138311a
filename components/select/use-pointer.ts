import { useEffect, useEffectEvent, useState } from 'react';
import { type Level, useKeys } from '../keyboard.tsx';
import { type Move, movePointer, type Pointer, type Row, startPointer } from './select-state.ts';

interface PointerOptions {
  readonly rows: readonly Row[];
  readonly value: string | undefined;
  readonly active: boolean;
  readonly level?: Level;
  /** Enter on a row. Nothing is passed where no row can be chosen. */
  readonly onEnter: (value: string | undefined) => void;
  /** Space on a row. */
  readonly onSpace: (value: string) => void;
  /** The pointer is on this row now: whoever shows only a part keeps it in sight. */
  readonly onPoint?: ((index: number) => void) | undefined;
}

/** Keys of a list of rows: a pointer that moves, Enter and Space on the row it is on. */
export function usePointer({ rows, value, active, level = 'widget', onEnter, onSpace, onPoint }: PointerOptions): Pointer {
  const [moved, setMoved] = useState<Pointer>(() => startPointer(rows, value));
  // Rows may be others by now than when the pointer was last moved.
  const pointer = rows[moved]?.disabled === undefined && moved < rows.length ? moved : startPointer(rows, value);
  const here = rows[pointer]?.value;
  const move = (by: Move) => () => setMoved((from) => movePointer(from, by, rows));
  useKeys(
    {
      up: move('up'),
      down: move('down'),
      first: move('first'),
      last: move('last'),
      next: () => onEnter(here),
      mark: () => here !== undefined && onSpace(here),
    },
    { level, active },
  );
  const point = useEffectEvent((index: number) => onPoint?.(index));
  useEffect(() => point(pointer), [pointer]);
  return pointer;
}
