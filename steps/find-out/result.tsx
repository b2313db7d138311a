import type { ReactNode } from 'react';
import { useKeys } from '../../components/keyboard.tsx';
import { type Hint, keys } from '../../components/keys.ts';
import { writer } from '../../components/lines.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../../components/use-theme.tsx';
import type { Diagnosis } from '../../src/operations/diagnose.ts';
import { diagnosisLines } from '../diagnosis-lines.ts';
import { Frame } from '../frame.tsx';
import type { ScreenProps } from '../screen.ts';

interface ResultProps extends ScreenProps {
  readonly diagnosis: Diagnosis;
  /** How many of the faults a program may put right. */
  readonly mendable: number;
  readonly refused: string | undefined;
  readonly onNext: () => void;
  readonly onAgain: () => void;
}

/** What is wrong here, with the evidence. */
export function Result({ frame, diagnosis, mendable, refused, onNext, onAgain }: ResultProps): ReactNode {
  const theme = useTheme();
  useKeys({ next: onNext, again: onAgain }, { level: 'screen' });
  const on: readonly Hint[] = mendable > 0 ? [['next', 'put right']] : [];
  return (
    <Frame
      {...frame}
      title="What was found"
      hints={[...on, 'back', 'again', 'help', 'quit']}
      moreKeys={['pageDown', 'pageUp', 'interrupt']}
      about={[
        'FAIL is what is wrong on this host, and below it what was seen. warn is a risk, or what could not be told by looking.',
        'Where a program may put it right, Enter leads to the choice of what, and then to every line that would change. Elsewhere "do:" says what to do.',
      ]}
      notice={refused === undefined ? undefined : { text: refused, tone: 'warn' }}
    >
      {({ width, height }) => (
        <ScrollView
          lines={diagnosisLines(writer(theme, Math.min(width, 100)), theme.figures.bullet, diagnosis, offer)}
          height={height}
        />
      )}
    </Frame>
  );
}

const offer = `press ${keys.next.shown}, and see what would change`;
