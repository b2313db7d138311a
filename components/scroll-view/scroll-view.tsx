import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Level } from '../keyboard.tsx';
import { keys } from '../keys.ts';
import type { Line } from '../lines.ts';
import { Lines } from '../rows.tsx';
import type { Theme } from '../theme.ts';
import { useTheme } from '../use-theme.tsx';
import type { Window } from './scroll-state.ts';
import { useScroll } from './use-scroll.ts';

interface ScrollViewProps {
  readonly lines: readonly Line[];
  readonly height: number;
  readonly active?: boolean;
  readonly level?: Level;
  readonly arrows?: boolean;
}

/** As many of the lines as there is room for. When some are out of sight, the last row says how many. */
export function ScrollView({ lines, height, active = true, level = 'widget', arrows = true }: ScrollViewProps): ReactNode {
  const theme = useTheme();
  const seen = useScroll({ rows: lines.length, height }, { active, level, arrows });
  const more = moreLine(theme, seen);
  return (
    <Box flexDirection="column" height={height} flexShrink={0}>
      <Lines lines={[...lines.slice(seen.from, seen.to), ...(more === undefined ? [] : [more])]} />
    </Box>
  );
}

/** What is out of sight and the key that brings it; undefined where nothing is. */
export function moreLine(theme: Theme, { above, below }: Window): Line | undefined {
  const { above: up, below: down } = theme.figures;
  if (below > 0)
    return [{ text: `${down} ${below} more ${below === 1 ? 'line' : 'lines'}: ${keys.pageDown.shown}`, tone: 'accent' }];
  if (above > 0) return [{ text: `${up} ${above} ${above === 1 ? 'line' : 'lines'} above: ${keys.pageUp.shown}`, tone: 'quiet' }];
  return undefined;
}
