import { type ReactNode, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { writer } from '../components/lines.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { Finding } from '../src/model/finding.ts';
import { Frame } from './frame.tsx';
import { preflightLines } from './preflight-lines.ts';
import { count } from './say.ts';
import type { ScreenProps } from './screen.ts';

interface PreflightProps extends ScreenProps {
  readonly findings: readonly Finding<unknown>[];
  readonly onAgain: () => void;
  readonly onNext: () => void;
}

/** What was checked before anything is touched. What fails keeps the changes from being applied. */
export function Preflight({ frame, findings, onAgain, onNext }: PreflightProps): ReactNode {
  const theme = useTheme();
  const [stayed, setStayed] = useState(false);
  const failing = findings.filter((finding) => finding.status === 'fail').length;
  useKeys({ next: failing > 0 ? () => setStayed(true) : onNext, again: onAgain }, { level: 'screen' });
  return (
    <Frame
      {...frame}
      title="Preflight"
      hints={[...(failing > 0 ? (['again', 'back'] as const) : (['next', 'back', 'again'] as const)), 'help', 'jump', 'quit']}
      moreKeys={['pageDown', 'pageUp', 'interrupt']}
      about={[
        'Everything that could stop the changes half-way was looked at beforehand, and nothing was touched.',
        'FAIL must be put right first: do what the line below it says, in another window, then check again. warn is for you to know. What was in that state before is not held against these changes.',
      ]}
      notice={
        stayed && failing > 0
          ? {
              text: `${count(failing, 'check fails', 'checks fail')}: put that right, then press r. The preview can be looked at with g.`,
              tone: 'fail',
            }
          : undefined
      }
    >
      {({ width, height }) => (
        <ScrollView lines={preflightLines(writer(theme, Math.min(width, 100)), findings)} height={height} />
      )}
    </Frame>
  );
}
