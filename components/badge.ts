import type { Span } from './lines.ts';

export type Badge = 'pass' | 'warn' | 'fail' | 'mended' | 'absent';

/** A word, not only a colour; all of one width, so that what follows is aligned. */
const spans: Readonly<Record<Badge, Span>> = {
  pass: { text: 'ok  ', tone: 'ok' },
  warn: { text: 'warn', tone: 'warn' },
  fail: { text: 'FAIL', tone: 'fail' },
  mended: { text: 'fix ', tone: 'accent' },
  absent: { text: 'n/a ', tone: 'quiet' },
};

export const badgeWidth = 4;

export function badge(status: Badge): Span {
  return spans[status];
}
