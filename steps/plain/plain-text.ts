import { type Line, type Writer, writer } from '../../components/lines.ts';
import { printable } from '../../components/printable.ts';
import { asciiTheme, type Theme, themeFor } from '../../components/theme.ts';
import { wrap } from '../../components/wrap.ts';
import type { PlainText } from './ask-question.ts';

/** What the plain dialogue writes with: the same words as on the screens, as lines of text. */
export interface PlainWriter extends PlainText {
  readonly writer: Writer;
  readonly lines: (lines: readonly Line[]) => readonly string[];
  /** One line that must stay one: of a diff. */
  readonly raw: (line: string) => string;
}

const widest = 100;
const narrowest = 20;

export function plainWriter(columns: number | undefined, env: Readonly<Record<string, string | undefined>>): PlainWriter {
  const width = Math.max(narrowest, Math.min(widest, columns ?? 80)) - 1;
  // Signs that a voice would read out as "black right-pointing pointer" help nobody here.
  const { unicode } = themeFor(env);
  const theme: Theme = { ...asciiTheme, unicode };
  const write = writer(theme, width);
  const lines: PlainWriter['lines'] = (all) =>
    all.map((line) =>
      line
        .map((span) => span.text)
        .join('')
        .trimEnd(),
    );
  return {
    writer: write,
    item: (sign, text) => lines(write.item(sign, text)),
    lines,
    raw: (line) => printable(line, unicode),
    wrap: (text, indent = 0) => wrap(printable(text, unicode), width - indent).map((line) => ' '.repeat(indent) + line),
  };
}
