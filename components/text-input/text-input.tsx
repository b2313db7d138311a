import { Box } from 'ink';
import type { ReactNode } from 'react';
import { startOf, truncate, widthOf } from '../../src/model/wrap.ts';
import { useCovered } from '../covered.tsx';
import type { Level } from '../keyboard.tsx';
import { printable } from '../printable.ts';
import { Lines } from '../rows.tsx';
import { useTheme } from '../use-theme.tsx';
import { signsOf, type TextState } from './text-input-state.ts';
import { useCursorAt } from './use-cursor-at.ts';
import { useTextInput } from './use-text-input.ts';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly width: number;
  readonly active: boolean;
  readonly level?: Level;
  readonly literal?: boolean;
  /** Shows that something is typed, not what; a question mark is text as well. */
  readonly masked?: boolean;
  readonly onChange: (value: string) => void;
}

/**
 * A text field on one row. The cursor is the terminal's own, so it is there without colour, and
 * screen magnifiers and braille displays follow it.
 */
export function TextInput({
  label,
  value,
  width,
  active,
  level = 'widget',
  masked = false,
  literal = masked,
  onChange,
}: TextInputProps): ReactNode {
  const theme = useTheme();
  const typed = useTextInput({ value, active, level, literal, onChange });
  const state = masked ? { ...typed, value: covered(value) } : typed;
  // Whoever is not in it reads it from its beginning.
  const { shown, column } = active
    ? windowOf(state, width, theme.unicode)
    : { shown: truncate(printable(state.value, theme.unicode), width, theme.figures.ellipsis), column: 0 };
  const isCovered = useCovered();
  const ref = useCursorAt(column, active && !isCovered);
  const rest = '_'.repeat(Math.max(0, Math.min(width, 12) - widthOf(shown)));
  return (
    <Box ref={ref} width={width} flexShrink={0} aria-role="textbox" aria-label={`${label}: ${state.value}`}>
      <Lines
        lines={[
          [
            { text: shown, tone: active ? 'accent' : 'plain' },
            { text: active ? rest : '', tone: 'quiet' },
          ],
        ]}
      />
    </Box>
  );
}

/** A star for every sign of a secret. */
function covered(value: string): string {
  return '*'.repeat(signsOf(value).length);
}

/** The part of the text that is in the field, the cursor always among it. */
function windowOf(state: TextState, width: number, unicode: boolean): { shown: string; column: number } {
  const signs = signsOf(state.value).map((sign) => printable(sign, unicode));
  let first = 0;
  while (widthOf(signs.slice(first, state.cursor).join('')) > width - 1) first++;
  return { shown: startOf(signs.slice(first).join(''), width), column: widthOf(signs.slice(first, state.cursor).join('')) };
}
