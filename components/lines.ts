import { startOf, widthOf, wrap } from '../src/model/wrap.ts';
import { printable } from './printable.ts';
import type { Theme, Tone } from './theme.ts';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** Exactly one row of the screen. Whatever scrolls is a list of these, so its height is known before it is drawn. */
export type Line = readonly Span[];

export const blank: Line = [];

/** Text into rows of at most `width` cells. */
export interface Writer {
  readonly width: number;
  readonly ellipsis: string;
  /** A paragraph, `indent` cells in; its later rows `hang` cells more, where others of the same indent follow. */
  text(text: string, tone?: Tone, indent?: number, hang?: number): readonly Line[];
  /** A paragraph behind a sign: later rows stand below the first one's text. */
  item(sign: string, text: string, tone?: Tone, signTone?: Tone, indent?: number): readonly Line[];
  /** Spans on one row, cut where the row ends. */
  row(...spans: readonly Span[]): Line;
}

/** `broken`: how words become rows; what is drawn has to be cut where the screen ends, what is only appended has not. */
export function writer(theme: Theme, width: number, broken: (text: string, width: number) => readonly string[] = wrap): Writer {
  const clean = (text: string) =>
    text
      .split('\n')
      .map((line) => printable(line, theme.unicode))
      .join('\n');
  return {
    width,
    ellipsis: theme.figures.ellipsis,
    text: (words, tone = 'plain', indent = 0, hang = 0) =>
      broken(clean(words), width - indent - hang).map((row, index) => [
        { text: ' '.repeat(index === 0 ? indent : indent + hang) + row, tone },
      ]),
    item(sign, words, tone = 'plain', signTone = tone, indent = 0) {
      const hang = indent + widthOf(sign) + 1;
      return broken(clean(words), width - hang).map((row, index) => [
        { text: index === 0 ? `${' '.repeat(indent)}${sign} ` : ' '.repeat(hang), tone: signTone },
        { text: row, tone },
      ]);
    },
    row: (...spans) =>
      cut(
        spans.map((span) => ({ ...span, text: printable(span.text, theme.unicode) })),
        width,
        theme.figures.ellipsis,
      ),
  };
}

function cut(spans: readonly Span[], width: number, mark: string): Line {
  const total = spans.reduce((sum, span) => sum + widthOf(span.text), 0);
  if (total <= width) return spans;
  const line: Span[] = [];
  let left = width - widthOf(mark);
  for (const span of spans) {
    const text = startOf(span.text, left);
    if (text !== span.text) return [...line, { ...span, text: text + mark }];
    line.push(span);
    left -= widthOf(text);
  }
  return line;
}
