import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import type { Hint } from '../components/keys.ts';
import { type Line, type Writer, writer } from '../components/lines.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../components/use-theme.tsx';
import { Frame } from './frame.tsx';
import type { ScreenProps } from './screen.ts';
import { troubleOf } from './trouble.ts';

interface MessageScreenProps extends Partial<ScreenProps> {
  readonly title: string;
  readonly lines: (write: Writer) => readonly Line[];
  readonly about?: string;
  readonly onNext?: Labelled;
  readonly onAgain?: Labelled;
  /** Offered where it failed. */
  readonly onFindOut?: () => void;
}

/** What the key does here, for the hints, and the doing. */
type Labelled = readonly [says: string, run: () => void];

/** A screen that says one thing: that it is busy, that it failed, that there is nothing to do. */
export function MessageScreen({ frame, title, lines, about, onNext, onAgain, onFindOut }: MessageScreenProps): ReactNode {
  const theme = useTheme();
  useKeys(
    {
      ...(onNext === undefined ? {} : { next: onNext[1] }),
      ...(onAgain === undefined ? {} : { again: onAgain[1] }),
      ...(onFindOut === undefined ? {} : { findOut: onFindOut }),
    },
    { level: 'screen' },
  );
  const hints: readonly Hint[] = [
    ...(onNext === undefined ? [] : [['next', onNext[0]] as const]),
    ...(onAgain === undefined ? [] : [['again', onAgain[0]] as const]),
    ...(onFindOut === undefined ? [] : (['findOut'] as const)),
    ...(frame === undefined ? [] : (['back'] as const)),
    ...(frame?.position === undefined ? [] : (['jump'] as const)),
    'help',
    'quit',
  ];
  return (
    <Frame {...(frame ?? {})} title={title} hints={hints} moreKeys={['interrupt']} about={about === undefined ? [] : [about]}>
      {({ width, height }) => <ScrollView lines={lines(writer(theme, Math.min(width, 100)))} height={height} />}
    </Frame>
  );
}

/** An error of the engine: what, and what to do next. */
export function troubleScreenLines(error: unknown): (write: Writer) => readonly Line[] {
  const { what, next } = troubleOf(error);
  return (write) => [
    ...write.text(what, 'fail'),
    ...next.flatMap((sentence) => write.text(sentence)),
    ...write.text('Nothing was written.', 'quiet'),
  ];
}
