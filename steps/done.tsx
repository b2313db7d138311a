import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { writer } from '../components/lines.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../components/use-theme.tsx';
import { doneLines } from './done-lines.ts';
import type { Ending } from './ending.ts';
import { Frame } from './frame.tsx';
import type { ScreenProps } from './screen.ts';

interface DoneProps extends ScreenProps {
  readonly ending: Ending;
  readonly onLeave: () => void;
  /** Back to the preflight with the answers as they are. */
  readonly onAgain: () => void;
}

/** What was done, where the originals are, and what is left for a person. The same stays on the terminal afterwards. */
export function Done({ frame, ending, onLeave, onAgain }: DoneProps): ReactNode {
  const theme = useTheme();
  // Refused, or never begun: with a new plan it may go through.
  const again = !ending.wasInterrupted && ('error' in ending || ending.result.outcome === 'refused');
  const good = 'result' in ending && ending.result.exitCode === 0;
  useKeys(
    {
      next: onLeave,
      quit: onLeave,
      interrupt: onLeave,
      jump: () => undefined,
      back: () => undefined,
      ...(again ? { again: onAgain } : {}),
    },
    { level: 'screen' },
  );
  return (
    <Frame
      {...frame}
      title={titleOf(ending)}
      hints={[
        ['next', 'leave'],
        ...(again ? [['again', 'plan it again'] as const] : []),
        ...(good ? [] : (['findOut'] as const)),
        'help',
      ]}
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
