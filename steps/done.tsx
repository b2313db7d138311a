import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { blank, type Line, type Writer, writer } from '../components/lines.tsx';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { type Theme, useTheme } from '../components/theme.tsx';
import type { Ending } from './apply.tsx';
import { byWeight, findingLines } from './finding-lines.ts';
import { Frame } from './frame.tsx';
import { headline } from './outcome.ts';
import type { ScreenProps } from './screen.ts';
import { troubleOf } from './trouble.ts';

interface DoneProps extends ScreenProps {
  readonly ending: Ending;
  readonly onLeave: () => void;
}

/** What was done, where the originals are, and what is left for a person. The same stays on the terminal afterwards. */
export function Done({ frame, ending, onLeave }: DoneProps): ReactNode {
  const theme = useTheme();
  useKeys(
    { next: onLeave, quit: onLeave, interrupt: onLeave, jump: () => undefined, back: () => undefined },
    { level: 'screen' },
  );
  return (
    <Frame
      {...frame}
      title={titleOf(ending)}
      hints={[['next', 'leave'], 'help']}
      moreKeys={['pageDown', 'pageUp']}
      about={['What was done. The same is printed on the terminal when you leave, and kept in the history of this host.']}
    >
      {({ width, height }) => (
        <ScrollView lines={doneLines(writer(theme, Math.min(width, 100)), theme, ending)} height={height} />
      )}
    </Frame>
  );
}

function titleOf(ending: Ending): string {
  if ('error' in ending) return 'Failed';
  return { applied: 'Done', unchanged: 'Done', 'rolled-back': 'Put back', refused: 'Refused', incomplete: 'Incomplete' }[
    ending.result.outcome
  ];
}

function doneLines(write: Writer, theme: Theme, ending: Ending): readonly Line[] {
  const { bullet } = theme.figures;
  if ('error' in ending) {
    const { what, where, next } = troubleOf(ending.error);
    const at = where === undefined ? [] : write.text(`Where: ${where}`, 'quiet');
    return [...write.text(what, 'fail'), ...at, ...next.flatMap((step) => write.item(bullet, step))];
  }
  const { result } = ending;
  const good = result.outcome === 'applied' || result.outcome === 'unchanged';
  const heavy = byWeight(result.findings);
  return [
    ...write.text(headline(result), good ? 'ok' : 'fail'),
    ...result.said.flatMap((sentence) => write.text(sentence)),
    ...section(
      write,
      'What was proved',
      heavy.flatMap((finding) => findingLines(write, finding)),
    ),
    ...section(
      write,
      'What is left for you',
      result.next.flatMap((step) => write.item(bullet, step)),
    ),
  ];
}

function section(write: Writer, title: string, lines: readonly Line[]): readonly Line[] {
  return lines.length === 0 ? [] : [blank, ...write.text(title, 'strong'), ...lines];
}
