import { breakUp, wrap } from '../../src/model/wrap.ts';
import { blank, type Line, type Span } from '../lines.ts';
import { printable } from '../printable.ts';
import type { Theme, Tone } from '../theme.ts';

/** One line of a unified diff, without its sign; `note` and `title` are words about it. */
export interface DiffRow {
  readonly kind: 'title' | 'note' | 'hunk' | 'context' | 'added' | 'removed' | 'gap';
  readonly text: string;
}

/** The diff as it stands on the screen: long lines take several rows, nothing of them is cut off. */
export interface DiffText {
  readonly lines: readonly Line[];
  /** Rows of the screen that hunks begin at. */
  readonly hunks: readonly number[];
  /** Rows of the screen that lines with a match begin at. */
  readonly matches: readonly number[];
}

const signs: Readonly<Record<DiffRow['kind'], string>> = {
  title: '',
  note: '',
  gap: '',
  hunk: '',
  context: ' ',
  added: '+',
  removed: '-',
};

const tones: Readonly<Record<DiffRow['kind'], Tone>> = {
  title: 'strong',
  note: 'quiet',
  gap: 'plain',
  hunk: 'hunk',
  context: 'plain',
  added: 'added',
  removed: 'removed',
};

/** Two cells at the left are for the pointer, which shows the hunk or match one is at. */
const gutter = 2;

export function diffText(theme: Theme, width: number, rows: readonly DiffRow[], query = ''): DiffText {
  const lines: Line[] = [];
  const hunks: number[] = [];
  const matches: number[] = [];
  const wanted = query.toLowerCase();
  for (const row of rows) {
    const text = printable(row.text, theme.unicode);
    if (row.kind === 'hunk') hunks.push(lines.length);
    if (wanted !== '' && text.toLowerCase().includes(wanted)) matches.push(lines.length);
    if (row.kind === 'gap') lines.push(blank);
    else lines.push(...rowLines(row.kind, text, width - gutter, wanted));
  }
  return { lines, hunks, matches };
}

function rowLines(kind: DiffRow['kind'], text: string, width: number, wanted: string): readonly Line[] {
  const tone = tones[kind];
  const sign = signs[kind];
  const isProse = sign === '' && kind !== 'hunk';
  const pieces = isProse ? wrap(text, width) : breakUp(text, Math.max(1, width - sign.length));
  return pieces.map((piece, index) => [
    // A row that goes on keeps its sign: without colour it must not read as context.
    { text: index === 0 || sign !== ' ' ? sign : ' ', tone },
    ...marked(piece, tone, wanted),
  ]);
}

function marked(text: string, tone: Tone, wanted: string): readonly Span[] {
  if (wanted === '') return [{ text, tone }];
  const spans: Span[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    spans.push({ text: text.slice(from, at), tone }, { text: text.slice(at, at + wanted.length), tone: 'match' });
    from = at + wanted.length;
  }
  return [...spans, { text: text.slice(from), tone }];
}
