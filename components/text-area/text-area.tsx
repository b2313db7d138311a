import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useCovered } from '../covered.tsx';
import { useKeys } from '../keyboard.tsx';
import type { Line } from '../lines.ts';
import { printable } from '../printable.ts';
import { Lines } from '../rows.tsx';
import { signsOf } from '../text-input/text-input-state.ts';
import { useCursorAt } from '../text-input/use-cursor-at.ts';
import { useTheme } from '../use-theme.tsx';
import { areaRows, pastedText, withoutLastWord } from './text-area-state.ts';

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly width: number;
  readonly height: number;
  readonly active: boolean;
  readonly onChange: (value: string) => void;
}

/**
 * A box to paste into: what comes goes to its end. Enter is left to whoever shows it, but for one in the midst of keys
 * that came at once: that is a paste of several lines from a terminal that does not say that it pastes.
 */
export function TextArea({ label, value, width, height, active, onChange }: TextAreaProps): ReactNode {
  const theme = useTheme();
  const isCovered = useCovered();
  useKeys(
    {
      eraseBefore: () => onChange(signsOf(value).slice(0, -1).join('')),
      eraseWord: () => onChange(withoutLastWord(value)),
      eraseToStart: () => onChange(''),
      // Elsewhere Left goes back; whoever presses it in a text does not want to leave it.
      cursorLeft: () => undefined,
    },
    { level: 'widget', active, literal: true, lines: true, onText: (text) => onChange(value + pastedText(text)) },
  );
  const shown = value
    .split('\n')
    .map((line) => printable(line, theme.unicode))
    .join('\n');
  const { rows, column } = areaRows(shown, width);
  const seen = rows.slice(-height);
  const above = rows.length - seen.length;
  const ref = useCursorAt(column, active && !isCovered, seen.length - 1);
  const lines: readonly Line[] = seen.map((text, index) =>
    index === 0 && above > 0
      ? [{ text: `${theme.figures.above} ${above + 1} lines above`, tone: 'quiet' }]
      : [{ text, tone: 'accent' }],
  );
  return (
    <Box
      ref={ref}
      width={width}
      height={height}
      flexDirection="column"
      flexShrink={0}
      aria-role="textbox"
      aria-label={`${label}: ${value}`}
    >
      <Lines lines={lines} />
    </Box>
  );
}
