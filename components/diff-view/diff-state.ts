import { clampTop, type Extent, type Scroll, scrollTop, windowAt } from '../scroll-view/scroll-state.ts';
import type { DiffText } from './diff-lines.ts';

export interface DiffState {
  readonly top: number;
  /** Row of the hunk or match one went to last. */
  readonly at: number | undefined;
  /** What is searched for; '' where nothing is. */
  readonly query: string;
}

export const startDiff: DiffState = { top: 0, at: undefined, query: '' };

export function scrollDiff(state: DiffState, by: Scroll, extent: Extent): DiffState {
  return { ...state, top: scrollTop(state.top, by, extent) };
}

/** Stops of n and p: the matches while something is searched, else the hunks. */
function stops(state: DiffState, text: DiffText): readonly number[] {
  return state.query === '' ? text.hunks : text.matches;
}

/** To the stop after or before the one it is at. Undefined: there is none that way. */
export function stepDiff(state: DiffState, by: 1 | -1, text: DiffText, extent: Extent): DiffState | undefined {
  const rows = stops(state, text);
  const { from, to } = windowAt(state.top, extent);
  // Scrolled away from where it was: what is in sight decides what is next.
  const here = state.at !== undefined && state.at >= from && state.at < to ? state.at : by === 1 ? from - 1 : to;
  const at = by === 1 ? rows.find((row) => row > here) : rows.findLast((row) => row < here);
  return at === undefined ? undefined : goTo(state, at, extent);
}

/** The first match from the top of what is in sight, or from the beginning. */
export function searchDiff(state: DiffState, query: string, text: DiffText, extent: Extent): DiffState {
  const next = { ...state, query, at: undefined };
  const at = text.matches.find((row) => row >= state.top) ?? text.matches[0];
  return at === undefined ? next : goTo(next, at, extent);
}

function goTo(state: DiffState, at: number, extent: Extent): DiffState {
  const { from, to } = windowAt(state.top, extent);
  // Two rows above it, to see where it stands. What is in sight with room below stays where it is.
  const inSight = at >= from && at + 3 < to;
  return { ...state, at, top: inSight ? state.top : clampTop(at - 2, extent) };
}

/** `2 of 5`, for the line below. */
export function placeOf(state: DiffState, text: DiffText): string {
  const rows = stops(state, text);
  if (rows.length === 0) return state.query === '' ? '' : 'no match';
  const at = state.at === undefined ? -1 : rows.indexOf(state.at);
  return at < 0 ? `${rows.length}` : `${at + 1} of ${rows.length}`;
}
