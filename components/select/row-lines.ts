import type { Line, Writer } from '../lines.tsx';
import type { Theme, Tone } from '../theme.tsx';
import type { Row } from './select-state.ts';

interface RowState {
  readonly mark: string;
  readonly pointed: boolean;
  readonly recommended: boolean;
}

/** The rows of the screen that one option takes: pointer, mark and label, and below them the hint or why not. */
export function rowLines(write: Writer, theme: Theme, row: Row, state: RowState): readonly Line[] {
  const tone: Tone = row.disabled !== undefined ? 'quiet' : state.pointed ? 'accent' : 'plain';
  const pointer = state.pointed ? theme.figures.pointer : ' ';
  const label = state.recommended ? `${row.label} (recommended)` : row.label;
  const below = row.disabled !== undefined ? `not here: ${row.disabled}` : row.hint;
  const indent = 2 + state.mark.length + 1;
  return [
    ...write.item(`${pointer} ${state.mark}`, label, tone),
    ...(below === undefined ? [] : write.text(below, 'quiet', indent)),
  ];
}
