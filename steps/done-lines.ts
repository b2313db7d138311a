import { blank, type Line, type Writer } from '../components/lines.ts';
import type { Theme } from '../components/theme.ts';
import type { Ending } from './ending.ts';
import { byWeight, findingLines } from './finding-lines.ts';
import { headline } from './outcome.ts';
import { troubleOf } from './trouble.ts';

/** How it ended, what is left for a person, and what was proved. */
export function doneLines(write: Writer, theme: Theme, ending: Ending): readonly Line[] {
  const { bullet } = theme.figures;
  if ('error' in ending) {
    const { what, next } = troubleOf(ending.error);
    return [...write.text(what, 'fail'), ...next.flatMap((step) => write.item(bullet, step))];
  }
  const { result } = ending;
  const good = result.outcome === 'applied' || result.outcome === 'unchanged';
  const findings = (title: string, test: (finding: (typeof result.findings)[number]) => boolean) =>
    section(
      write,
      title,
      byWeight(result.findings.filter(test)).flatMap((finding) => findingLines(write, finding)),
    );
  return [
    ...write.text(headline(result), good ? 'ok' : 'fail'),
    ...result.said.flatMap((sentence) => write.text(sentence)),
    ...section(
      write,
      'What is left for you',
      result.next.flatMap((step) => write.item(bullet, step)),
    ),
    ...findings(good ? 'What was proved' : 'What was seen', ({ status }) => !good || status !== 'warn'),
    ...findings('To know', ({ status }) => good && status === 'warn'),
  ];
}

function section(write: Writer, title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [blank, ...write.text(title, 'strong'), ...lines];
}
