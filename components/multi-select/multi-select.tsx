import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Lines, writer } from '../lines.tsx';
import { rowLines } from '../select/row-lines.ts';
import type { Row } from '../select/select-state.ts';
import { usePointer } from '../select/use-pointer.ts';
import { type Theme, useTheme } from '../theme.tsx';
import { toggleValue } from './multi-select-state.ts';

interface MultiSelectProps {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly values: readonly string[];
  readonly width: number;
  readonly active: boolean;
  /** Enter: what is marked is meant. */
  readonly onEnter: () => void;
  readonly onChange: (values: readonly string[]) => void;
  readonly onPoint?: ((index: number) => void) | undefined;
}

export function multiSelectHeights(theme: Theme, width: number, rows: readonly Row[]): readonly number[] {
  const write = writer(theme, width);
  const state = { mark: theme.figures.boxOff, pointed: false, recommended: false };
  return rows.map((row) => rowLines(write, theme, row, state).length);
}

/** Any number of several: Space marks, Enter goes on. */
export function MultiSelect({ label, rows, values, width, active, onEnter, onChange, onPoint }: MultiSelectProps): ReactNode {
  const theme = useTheme();
  const { boxOn, boxOff } = theme.figures;
  const write = writer(theme, width);
  const onSpace = (value: string) => onChange(toggleValue(values, value, rows));
  const pointer = usePointer({ rows, value: undefined, active, onEnter, onSpace, onPoint });
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="listbox" aria-label={label} aria-state={{ multiselectable: true }}>
      {rows.map((row, index) => {
        const checked = values.includes(row.value);
        const state = { mark: checked ? boxOn : boxOff, pointed: active && index === pointer, recommended: false };
        return (
          <Box key={row.value} flexShrink={0} aria-role="checkbox" aria-state={{ checked, disabled: row.disabled !== undefined }}>
            <Lines lines={rowLines(write, theme, row, state)} />
          </Box>
        );
      })}
    </Box>
  );
}
