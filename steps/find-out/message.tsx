import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useKeys } from '../../components/keyboard.tsx';
import { blank, writer } from '../../components/lines.ts';
import { Lines } from '../../components/rows.tsx';
import { TextArea } from '../../components/text-area/text-area.tsx';
import { useTheme } from '../../components/use-theme.tsx';
import { Frame } from '../frame.tsx';
import type { ScreenProps } from '../screen.ts';
import { pasteHelp } from './words.ts';

interface MessageProps extends ScreenProps {
  readonly typed: string;
  readonly refused: string | undefined;
  readonly onType: (text: string) => void;
  readonly onNext: () => void;
}

/** The box to paste a message into. */
export function Message({ frame, typed, refused, onType, onNext }: MessageProps): ReactNode {
  const theme = useTheme();
  useKeys({ next: onNext }, { level: 'screen' });
  return (
    <Frame
      {...frame}
      title="Paste the message"
      hints={[
        ['next', 'look'],
        ['eraseToStart', 'clear'],
        ['cancel', 'back'],
        ['interrupt', 'quit'],
      ]}
      about={[pasteHelp]}
      notice={refused === undefined ? undefined : { text: refused, tone: 'fail' }}
    >
      {({ width: room, height }) => {
        const width = Math.min(room, 100);
        const help = writer(theme, width).text(pasteHelp, 'quiet');
        // The box is what the screen is for: where both do not fit, it is the help that gives way.
        const above = height - help.length - 1 >= 3 ? [...help, blank] : [];
        return (
          <Box flexDirection="column" flexShrink={0}>
            <Lines lines={above} />
            <TextArea label="Message" value={typed} width={width} height={height - above.length} active onChange={onType} />
          </Box>
        );
      }}
    </Frame>
  );
}
