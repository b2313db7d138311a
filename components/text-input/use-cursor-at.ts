import { type DOMElement, measureElement, useCursor } from 'ink';
import { useLayoutEffect, useRef, useState } from 'react';

/** Puts the terminal's cursor into the box, `column` cells in and `row` rows down. Where the box is, is known only once it is laid out. */
export function useCursorAt(column: number, active: boolean, row = 0) {
  const ref = useRef<DOMElement>(null);
  const [at, setAt] = useState<{ readonly x: number; readonly y: number }>();
  const { setCursorPosition } = useCursor();
  useLayoutEffect(() => {
    if (ref.current === null) return;
    const { x, y } = measureElement(ref.current);
    if (at?.x !== x || at.y !== y) setAt({ x, y });
  });
  setCursorPosition(active && at !== undefined ? { x: at.x + column, y: at.y + row } : undefined);
  return ref;
}
