import { Box } from 'ink';
import type { ReactNode } from 'react';
import { writer } from '../lines.ts';
import { Lines } from '../rows.tsx';
import { rowLines } from '../select/row-lines.ts';
import type { Row } from '../select/select-state.ts';
import { usePointer } from '../select/use-pointer.ts';
import type { Theme } from '../theme.ts';
import { useTheme } from '../use-theme.tsx';
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
  const state = { mark: theme.figures.boxOff, pointed: false };
  return rowLines(writer(theme, width), theme, rows, {}, () => state).map((lines) => lines.length);
}

/** Any number of several: Space marks, Enter goes on. */
export function MultiSelect({ label, rows, values, width, active, onEnter, onChange, onPoint }: MultiSelectProps): ReactNode {
  const theme = useTheme();
  const { boxOn, boxOff } = theme.figures;
  const onSpace = (value: string) => onChange(toggleValue(values, value, rows));
  const pointer = usePointer({ rows, value: undefined, active, onEnter, onSpace, onPoint });
  const lines = rowLines(writer(theme, width), theme, rows, {}, (row, index) => ({
    mark: values.includes(row.value) ? boxOn : boxOff,
    pointed: active && index === pointer,
  }));
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="listbox" aria-label={label} aria-state={{ multiselectable: true }}>
      {rows.map((row, index) => (
        <Box
          key={row.value}
          flexShrink={0}
          aria-role="checkbox"
          aria-state={{ checked: values.includes(row.value), disabled: row.disabled !== undefined }}
        >
          <Lines lines={lines[index] ?? []} />
        </Box>
      ))}
    </Box>
  );
}
