import { Box } from 'ink';
import type { ReactNode } from 'react';
import { writer } from '../lines.ts';
import { Lines } from '../rows.tsx';
import { windowAt } from '../scroll-view/scroll-state.ts';
import { useTheme } from '../use-theme.tsx';
import { type ProgressItem, progressLines } from './progress-lines.ts';

interface ProgressProps {
  readonly items: readonly ProgressItem[];
  readonly width: number;
  readonly height: number;
}

/** Phases of something that takes its time. A bar only where it can be told how far it has come: nobody knows how long a restart takes. */
export function Progress({ items, width, height }: ProgressProps): ReactNode {
  const theme = useTheme();
  const write = writer(theme, width);
  const lines = progressLines(write, items);
  // In a low window what happens now is kept in sight, and with it as much of what was before as fits.
  const soFar = progressLines(
    write,
    items.filter((item) => item.state !== 'waiting'),
  ).length;
  const seen = windowAt(Math.max(0, soFar - height + 1), { rows: lines.length, height });
  return (
    <Box
      flexDirection="column"
      height={height}
      flexShrink={0}
      aria-role="progressbar"
      aria-state={{ busy: items.some((item) => item.state === 'now') }}
    >
      <Lines lines={lines.slice(seen.from, seen.to)} />
    </Box>
  );
}
