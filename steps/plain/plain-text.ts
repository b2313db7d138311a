import { type Line, type Writer, writer } from '../../components/lines.ts';
import { printable } from '../../components/printable.ts';
import { asciiTheme, type Theme, themeFor } from '../../components/theme.ts';
import { fillRows } from '../../src/model/wrap.ts';
import { commandWords } from '../../src/report/command-words.ts';
import { placed } from '../../src/report/fold.ts';
import type { PlainText } from './ask-question.ts';

/** What the plain dialogue writes with: the same words as on the screens, as lines of text. */
export interface PlainWriter extends PlainText {
  readonly writer: Writer;
  readonly lines: (lines: readonly Line[]) => readonly string[];
  /** A sentence of a summary; one of a list stands behind its sign. */
  readonly sentence: (text: string) => readonly string[];
  /** A question, with room for a short answer behind its last row. */
  readonly question: (text: string) => readonly string[];
  /** One line that must stay one: of a diff. */
  readonly raw: (line: string) => string;
}

const widest = 100;
const narrowest = 20;
const answer = 4;

export function plainWriter(columns: number | undefined, env: Readonly<Record<string, string | undefined>>): PlainWriter {
  const width = Math.max(narrowest, Math.min(widest, columns ?? 80)) - 1;
  // Signs that a voice would read out as "black right-pointing pointer" help nobody here.
  const { unicode } = themeFor(env);
  const theme: Theme = { ...asciiTheme, unicode };
  const write = writer(theme, width, inPieces);
  const lines: PlainWriter['lines'] = (all) => all.map((line) => placed(line.map((span) => span.text).join(''), width));
  const item: PlainText['item'] = (sign, text) => lines(write.item(sign, text));
  return {
    writer: write,
    item,
    sentence: (text) => (text.startsWith('- ') ? item('-', text.slice(2)) : lines(write.text(text))),
    question: (text) => lines(writer(theme, width - answer, inPieces).text(text)),
    lines,
    raw: (line) => printable(line, unicode),
    wrap: (text, indent = 0) => lines(write.text(text, 'plain', indent)),
  };
}

/** Between words alone: what is copied from here, a command or a path, is in one piece. */
function inPieces(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => fillRows(commandWords(line), width));
}
