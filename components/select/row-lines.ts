import { fill, widthOf } from '../../src/model/wrap.ts';
import type { Line, Writer } from '../lines.ts';
import type { Theme, Tone } from '../theme.ts';
import type { Row } from './select-state.ts';

export interface RowState {
  readonly mark: string;
  readonly pointed: boolean;
}

export interface RowLook {
  /** The row with this value is marked as recommended. */
  readonly recommended?: string | undefined;
  /** The row with this value is marked as what holds now. */
  readonly now?: string | undefined;
  /** What is said before the reason of a row that cannot be chosen. */
  readonly closed?: string | undefined;
}

function labelOf({ value, label }: Row, { recommended, now }: RowLook): string {
  const remarks = [...(value === recommended ? ['recommended'] : []), ...(value === now ? ['now'] : [])];
  return remarks.length === 0 ? label : `${label} (${remarks.join(', ')})`;
}

/** Two cells for the pointer, three for the mark, a space. */
const indent = 6;
const gap = 3;

/**
 * The rows of the screen that each option takes: pointer, mark and label; the hint or the reason
 * why not beside it where there is room for all of them, else below.
 */
export function rowLines(
  write: Writer,
  theme: Theme,
  rows: readonly Row[],
  look: RowLook,
  stateOf: (row: Row, index: number) => RowState,
): ReadonlyArray<readonly Line[]> {
  const texts = rows.map((row) => ({
    label: labelOf(row, look),
    note: row.disabled === undefined ? (row.hint ?? '') : `${look.closed ?? 'not here'}: ${row.disabled}`,
  }));
  const column = Math.max(0, ...texts.map(({ label }) => widthOf(label)));
  const beside = texts.every(({ note }) => indent + column + gap + widthOf(note) <= write.width);
  return rows.map((row, index) => {
    const { mark, pointed } = stateOf(row, index);
    const { label, note } = texts[index] ?? { label: '', note: '' };
    const tone: Tone = row.disabled !== undefined ? 'quiet' : pointed ? 'accent' : 'plain';
    const front = `${pointed ? theme.figures.pointer : ' '} ${mark}`;
    if (beside) {
      const hint = note === '' ? '' : ' '.repeat(gap) + note;
      return [
        write.row(
          { text: `${front} `, tone },
          { text: hint === '' ? label : fill(label, column), tone },
          { text: hint, tone: 'quiet' },
        ),
      ];
    }
    return [...write.item(front, label, tone), ...(note === '' ? [] : write.text(note, 'quiet', indent))];
  });
}
