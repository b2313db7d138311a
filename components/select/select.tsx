import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Level } from '../keyboard.tsx';
import { Lines, type Writer, writer } from '../lines.tsx';
import { type Theme, useTheme } from '../theme.tsx';
import { rowLines } from './row-lines.ts';
import type { Row } from './select-state.ts';
import { usePointer } from './use-pointer.ts';

interface SelectProps {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The row that holds now. */
  readonly value: string;
  readonly recommended?: string | undefined;
  readonly width: number;
  readonly active: boolean;
  readonly level?: Level;
  /** Enter: take the row under the pointer and go on. */
  readonly onEnter: (value: string | undefined) => void;
  /** Space: take it and stay. */
  readonly onChange: (value: string) => void;
  readonly onPoint?: ((index: number) => void) | undefined;
}

function linesOf(write: Writer, theme: Theme, row: Row, chosen: boolean, pointed: boolean, recommended: boolean) {
  const { radioOn, radioOff } = theme.figures;
  return rowLines(write, theme, row, { mark: chosen ? radioOn : radioOff, pointed, recommended });
}

/** How many rows of the screen a Select of these options takes: the same for every state of it. */
export function selectHeights(theme: Theme, width: number, rows: readonly Row[], recommended?: string): readonly number[] {
  const write = writer(theme, width);
  return rows.map((row) => linesOf(write, theme, row, false, false, row.value === recommended).length);
}

/** One of several, all of them on the screen. */
export function Select({
  label,
  rows,
  value,
  recommended,
  width,
  active,
  level = 'widget',
  onEnter,
  onChange,
  onPoint,
}: SelectProps): ReactNode {
  const theme = useTheme();
  const pointer = usePointer({ rows, value, active, level, onEnter, onSpace: onChange, onPoint });
  const write = writer(theme, width);
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="radiogroup" aria-label={label}>
      {rows.map((row, index) => (
        <Box
          key={row.value}
          flexShrink={0}
          aria-role="radio"
          aria-state={{ checked: row.value === value, disabled: row.disabled !== undefined, selected: index === pointer }}
        >
          <Lines
            lines={linesOf(write, theme, row, row.value === value, active && index === pointer, row.value === recommended)}
          />
        </Box>
      ))}
    </Box>
  );
}
