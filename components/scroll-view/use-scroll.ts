import { useState } from 'react';
import { type Level, useKeys } from '../keyboard.tsx';
import { type Extent, type Scroll, scrollTop, type Window, windowAt } from './scroll-state.ts';

interface ScrollOptions {
  readonly active: boolean;
  readonly level: Level;
  /** Up, Down, Home and End scroll as well: where no widget beside it needs them. */
  readonly arrows: boolean;
}

/** Keys that scroll. Where everything is in sight, they are left to others. */
export function useScroll(extent: Extent, { active, level, arrows }: ScrollOptions): Window {
  const [top, setTop] = useState(0);
  const scroll = (by: Scroll) => () => setTop((from) => scrollTop(from, by, extent));
  const needed = active && extent.rows > extent.height;
  useKeys({ pageUp: scroll('page-up'), pageDown: scroll('page-down') }, { level, active: needed });
  useKeys(
    { up: scroll('up'), down: scroll('down'), first: scroll('top'), last: scroll('end'), mark: scroll('page-down') },
    { level, active: needed && arrows },
  );
  return windowAt(top, extent);
}
