/** How much there is, and how much of it is seen. */
export interface Extent {
  readonly rows: number;
  readonly height: number;
}

export type Scroll = 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'end';

export interface Window {
  /** First row that is seen, and the first below that is not. */
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** Where something does not fit, its last row says so, and is lost to the content. */
function roomIn({ rows, height }: Extent): number {
  return rows <= height ? height : Math.max(1, height - 1);
}

export function clampTop(top: number, extent: Extent): number {
  return Math.max(0, Math.min(top, extent.rows - roomIn(extent)));
}

export function scrollTop(top: number, by: Scroll, extent: Extent): number {
  const room = roomIn(extent);
  // A page keeps one row of the last, to read on from.
  const page = Math.max(1, room - 1);
  const target = { up: top - 1, down: top + 1, 'page-up': top - page, 'page-down': top + page, top: 0, end: extent.rows }[by];
  return clampTop(target, extent);
}

export function windowAt(top: number, extent: Extent): Window {
  const from = clampTop(top, extent);
  const to = Math.min(extent.rows, from + roomIn(extent));
  return { from, to, above: from, below: extent.rows - to };
}

/** The least scrolling that brings the rows [from, to) into sight, their beginning first. */
export function topToShow(top: number, from: number, to: number, extent: Extent): number {
  const room = roomIn(extent);
  const low = Math.max(top, to - room);
  return clampTop(Math.min(low, from), extent);
}
