import { fillRows, widthOf } from '../model/wrap.ts';
import { commandWords } from './command-words.ts';

/** A line of a report: words, or what has to stay as it is, because it is a line of a file. */
export type Line = string | { readonly whole: string };

export function textOf(line: Line): string {
  return typeof line === 'string' ? line : line.whole;
}

/** A line that goes on is indented deeper by this much than it began: so it is told from the next one. */
const DEEPER = 2;
/** What has no room beside its name stands below it, this much deeper. */
const BELOW = 4;
/** What was indented for a column that has no room. */
const SHALLOW = 6;
/** A narrower column is not worth its rows. */
const NARROWEST = 28;

/**
 * Lines of a report as rows of at most `width` cells, broken between words, with what belongs together below one
 * another. A word that is longer (a path), a command and a line of a file are left in one piece: a terminal
 * breaks it, and who copies it gets what it was.
 */
export function fold(lines: readonly Line[], width: number): readonly string[] {
  return lines.flatMap((line, at) => {
    if (typeof line !== 'string') return [line.whole];
    // One between blank lines is a paragraph: it goes on where it began.
    const isParagraph = lines[at - 1] === '' && lines[at + 1] === '';
    return foldLine(line.replaceAll('\t', '    '), width, isParagraph ? 0 : DEEPER);
  });
}

function foldLine(line: string, width: number, deeper: number): readonly string[] {
  if (widthOf(line) <= width) return [line.trimEnd()];
  const [, blanks = '', sign = '', rest = ''] = /^( *)((?:->|[-~+]) )?(.*)$/s.exec(line) ?? [];
  const indent = blanks.length > width / 2 ? SHALLOW : blanks.length;
  const [name, gap, value] = columnsOf(rest);
  if (value === undefined) return rowsOf(sign, rest, width, { indent, hang: indent + (sign === '' ? deeper : sign.length) });
  const lead = sign + name + gap;
  const column = indent + widthOf(lead);
  // A path may have room in a row of its own alone.
  const first = widthOf(commandWords(value)[0] ?? '');
  const fits = column + first <= width || first > width;
  if (fits && column <= Math.min(width / 2, width - NARROWEST)) return rowsOf(lead, value, width, { indent, hang: column });
  const below = indent + BELOW;
  return [
    ...rowsOf(sign, name, width, { indent, hang: indent + DEEPER }),
    ...rowsOf('', value, width, { indent: below, hang: below + DEEPER }),
  ];
}

/** A name and its value, where two blanks or more are between them. */
function columnsOf(text: string): readonly [name: string, gap: string, value?: string] {
  const gap = / {2,}(?=\S)/.exec(text);
  if (gap === null) return [text, ''];
  return [text.slice(0, gap.index), gap[0], text.slice(gap.index + gap[0].length)];
}

function rowsOf(
  lead: string,
  text: string,
  width: number,
  { indent, hang }: { readonly indent: number; readonly hang: number },
): readonly string[] {
  const rows = fillRows(commandWords(text), width - indent - widthOf(lead), width - hang);
  return rows.map((row, at) => placed(at === 0 ? ' '.repeat(indent) + lead + row : ' '.repeat(hang) + row, width));
}

/** A row further to the left, where what cannot be broken has room only there: a path. */
export function placed(row: string, width: number): string {
  const text = row.trim();
  const indent = row.length - row.trimStart().length;
  const fitting = [indent, DEEPER, 0].find((cells) => cells <= indent && cells + widthOf(text) <= width);
  return ' '.repeat(fitting ?? indent) + text;
}
