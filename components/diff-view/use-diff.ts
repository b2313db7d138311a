import { useMemo, useState } from 'react';
import { useKeys } from '../keyboard.tsx';
import type { Scroll } from '../scroll-view/scroll-state.ts';
import { useTheme } from '../use-theme.tsx';
import { type DiffRow, type DiffText, diffText } from './diff-lines.ts';
import { type DiffState, scrollDiff, searchDiff, startDiff, stepDiff } from './diff-state.ts';

interface DiffOptions {
  readonly rows: readonly DiffRow[];
  readonly width: number;
  readonly height: number;
  /** Up, Down, Home and End are for the diff, not for a list beside it. */
  readonly arrows: boolean;
  readonly active: boolean;
  /** Past the last hunk, or before the first. */
  readonly onBeyond?: ((by: 1 | -1) => void) | undefined;
}

export interface DiffKeys {
  readonly state: DiffState;
  readonly text: DiffText;
  /** What stands in the search field; undefined while it is closed. */
  readonly typed: string | undefined;
  readonly type: (query: string) => void;
}

export function useDiff({ rows, width, height, arrows, active, onBeyond }: DiffOptions): DiffKeys {
  const theme = useTheme();
  const [state, setState] = useState<DiffState>(startDiff);
  const [typed, setTyped] = useState<string>();
  const text = useMemo(() => diffText(theme, width, rows, state.query), [theme, width, rows, state.query]);
  const extent = { rows: text.lines.length, height };

  const scroll = (by: Scroll) => () => setState((from) => scrollDiff(from, by, extent));
  const step = (by: 1 | -1) => () => {
    const next = stepDiff(state, by, text, extent);
    if (next !== undefined) setState(next);
    else if (state.query === '') onBeyond?.(by);
  };
  const search = (query: string) => {
    setTyped(undefined);
    setState(searchDiff(state, query, diffText(theme, width, rows, query), extent));
  };

  useKeys(
    {
      pageUp: scroll('page-up'),
      pageDown: scroll('page-down'),
      mark: scroll('page-down'),
      nextHunk: step(1),
      previousHunk: step(-1),
      search: () => setTyped(''),
      ...(arrows ? { up: scroll('up'), down: scroll('down'), first: scroll('top'), last: scroll('end') } : {}),
      // The first Esc ends the search, the next one leaves.
      ...(state.query === '' ? {} : { back: () => setState({ ...state, query: '', at: undefined }) }),
    },
    { level: 'widget', active: active && typed === undefined },
  );
  useKeys(
    { next: () => search(typed ?? ''), cancel: () => setTyped(undefined) },
    { level: 'overlay', active: active && typed !== undefined, modal: true },
  );
  return { state, text, typed, type: setTyped };
}
