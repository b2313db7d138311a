import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Level } from '../keyboard.tsx';
import { writer } from '../lines.ts';
import { Lines } from '../rows.tsx';
import type { Theme } from '../theme.ts';
import { useTheme } from '../use-theme.tsx';
import { type RowLook, rowLines } from './row-lines.ts';
import type { Row } from './select-state.ts';
import { usePointer } from './use-pointer.ts';

interface SelectProps extends RowLook {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The row that holds now. */
  readonly value: string;
  readonly width: number;
  readonly active: boolean;
  readonly level?: Level;
  /** Enter: take the row under the pointer and go on. */
  readonly onEnter: (value: string | undefined) => void;
  /** Space: take it and stay. */
  readonly onChange: (value: string) => void;
  readonly onPoint?: ((index: number) => void) | undefined;
}

/** How many rows of the screen each option takes: the same for every state of it. */
export function selectHeights(theme: Theme, width: number, rows: readonly Row[], look: RowLook): readonly number[] {
  const state = { mark: theme.figures.radioOff, pointed: false };
  return rowLines(writer(theme, width), theme, rows, look, () => state).map((lines) => lines.length);
}

/** One of several, all of them on the screen. */
export function Select({
  label,
  rows,
  value,
  width,
  active,
  level = 'widget',
  onEnter,
  onChange,
  onPoint,
  ...look
}: SelectProps): ReactNode {
  const theme = useTheme();
  const pointer = usePointer({ rows, value, active, level, onEnter, onSpace: onChange, onPoint });
  const { radioOn, radioOff } = theme.figures;
  const lines = rowLines(writer(theme, width), theme, rows, look, (row, index) => ({
    mark: row.value === value ? radioOn : radioOff,
    pointed: active && index === pointer,
  }));
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="radiogroup" aria-label={label}>
      {rows.map((row, index) => (
        <Box
          key={row.value}
          flexShrink={0}
          aria-role="radio"
          aria-state={{ checked: row.value === value, disabled: row.disabled !== undefined, selected: index === pointer }}
        >
          <Lines lines={lines[index] ?? []} />
        </Box>
      ))}
    </Box>
  );
}
