import { Box } from 'ink';
import type { ReactNode } from 'react';
import { keys } from '../keys.ts';
import { type Line, type Span, writer } from '../lines.ts';
import { Lines } from '../rows.tsx';
import { windowAt } from '../scroll-view/scroll-state.ts';
import { moreLine } from '../scroll-view/scroll-view.tsx';
import { TextInput } from '../text-input/text-input.tsx';
import { useTheme } from '../use-theme.tsx';
import type { DiffRow } from './diff-lines.ts';
import { placeOf } from './diff-state.ts';
import { useDiff } from './use-diff.ts';

interface DiffViewProps {
  readonly rows: readonly DiffRow[];
  readonly width: number;
  readonly height: number;
  readonly active: boolean;
  readonly arrows: boolean;
  readonly onBeyond?: (by: 1 | -1) => void;
}

/** A unified diff that scrolls, goes from hunk to hunk and is searched. Signs tell added from removed, colour only repeats it. */
export function DiffView({ rows, width, height, active, arrows, onBeyond }: DiffViewProps): ReactNode {
  const theme = useTheme();
  const { state, text, typed, type } = useDiff({ rows, width, height: height - 1, active, arrows, onBeyond });
  const seen = windowAt(state.top, { rows: text.lines.length, height: height - 1 });
  const { pointer } = theme.figures;
  const lines = text.lines.slice(seen.from, seen.to).map((line, index): Line => {
    const mark: Span = { text: seen.from + index === state.at ? `${pointer} ` : '  ', tone: 'accent' };
    return [mark, ...line];
  });
  const more = moreLine(theme, seen);
  const status: Line =
    state.query === ''
      ? []
      : [
          {
            text: `  ${keys.search.shown}${state.query}  ${placeOf(state, text)}`,
            tone: text.matches.length > 0 ? 'accent' : 'warn',
          },
        ];
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Box flexDirection="column" height={height - 1} flexShrink={0}>
        <Lines lines={more === undefined ? lines : [...lines, [{ text: '  ' }, ...more]]} />
      </Box>
      {typed === undefined ? (
        <Lines lines={[writer(theme, width).row(...status)]} />
      ) : (
        <Box flexShrink={0}>
          <Lines lines={[[{ text: '  Search: ', tone: 'accent' }]]} />
          <TextInput label="Search" value={typed} width={width - 10} active level="overlay" literal onChange={type} />
        </Box>
      )}
    </Box>
  );
}
