import { Box } from 'ink';
import type { ReactNode } from 'react';
import { fill, truncate, truncateStart, widthOf } from '../../src/model/wrap.ts';
import { useKeys } from '../keyboard.tsx';
import type { Line, Span } from '../lines.ts';
import { printable } from '../printable.ts';
import { Lines } from '../rows.tsx';
import { topToShow, windowAt } from '../scroll-view/scroll-state.ts';
import { type Move, movePointer } from '../select/select-state.ts';
import type { Theme } from '../theme.ts';
import { useTheme } from '../use-theme.tsx';

export interface FileRow {
  readonly value: string;
  /** A path, whose end matters most, or words, whose beginning does. */
  readonly label: string;
  readonly isPath: boolean;
  /** At the right edge: counts of lines, or a word. */
  readonly detail: readonly Span[];
}

interface FileListProps {
  readonly label: string;
  readonly rows: readonly FileRow[];
  readonly selected: string;
  readonly width: number;
  readonly height: number;
  readonly active: boolean;
  readonly onSelect: (value: string) => void;
}

/** A list with a pointer; what the pointer is on is shown beside it or opened by Enter, as the caller likes. */
export function FileList({ label, rows, selected, width, height, active, onSelect }: FileListProps): ReactNode {
  const theme = useTheme();
  const pointer = Math.max(
    0,
    rows.findIndex((row) => row.value === selected),
  );
  const move = (by: Move) => () => {
    const to = rows[movePointer(pointer, by, rows)];
    if (to !== undefined) onSelect(to.value);
  };
  useKeys({ up: move('up'), down: move('down'), first: move('first'), last: move('last') }, { level: 'widget', active });
  const extent = { rows: rows.length, height };
  const seen = windowAt(topToShow(0, pointer, pointer + 1, extent), extent);
  const { above, below } = theme.figures;
  const more: Line[] =
    seen.above + seen.below > 0 ? [[{ text: `  ${above} ${seen.above}  ${below} ${seen.below}`, tone: 'quiet' }]] : [];
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} aria-role="listbox" aria-label={label}>
      {rows.slice(seen.from, seen.to).map((row, index) => {
        const pointed = seen.from + index === pointer;
        return (
          <Box key={row.value} flexShrink={0} aria-role="option" aria-state={{ selected: pointed }}>
            <Lines lines={[rowLine(theme, row, pointed, width)]} />
          </Box>
        );
      })}
      <Lines lines={more} />
    </Box>
  );
}

function rowLine(theme: Theme, row: FileRow, pointed: boolean, width: number): Line {
  const { pointer, ellipsis } = theme.figures;
  const detailWidth = row.detail.reduce((sum, span) => sum + widthOf(span.text), 0);
  const room = Math.max(4, width - 2 - detailWidth - (detailWidth > 0 ? 1 : 0));
  const name = printable(row.label, theme.unicode);
  const label = row.isPath ? truncateStart(name, room, ellipsis) : truncate(name, room, ellipsis);
  return [
    { text: `${pointed ? pointer : ' '} ${fill(label, room)}`, tone: pointed ? 'accent' : 'plain' },
    ...(detailWidth > 0 ? [{ text: ' ' }, ...row.detail] : []),
  ];
}
