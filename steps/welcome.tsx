import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { writer } from '../components/lines.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { Survey } from '../src/operations/engine.ts';
import { Frame } from './frame.tsx';
import type { ScreenProps } from './screen.ts';
import { welcomeLines } from './welcome-lines.ts';

interface WelcomeProps extends ScreenProps {
  readonly survey: Survey;
  readonly onNext: () => void;
}

/** The first screen: what is here. */
export function Welcome({ frame, survey, onNext }: WelcomeProps): ReactNode {
  const theme = useTheme();
  useKeys({ next: onNext }, { level: 'screen' });
  return (
    <Frame
      {...frame}
      title="Secure this Momentum"
      hints={[['next', 'begin'], 'findOut', 'jump', 'help', 'quit']}
      moreKeys={['pageDown', 'pageUp', 'interrupt']}
      about={[
        'This is what was found on the host, as its files and services say it now. Looking changes nothing.',
        'ok, warn and FAIL say how each part of it stands. FAIL is broken or contradicts what this host is set to; warn is a choice not made yet, or a risk.',
        'Where something does not work, w looks for the fault: by a message that you paste, by the list of what is known, or everything.',
      ]}
    >
      {({ width, height }) => <ScrollView lines={welcomeLines(writer(theme, Math.min(width, 100)), survey)} height={height} />}
    </Frame>
  );
}
