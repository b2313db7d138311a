import { Box, useWindowSize } from 'ink';
import { type ReactNode, useState } from 'react';
import { Covered } from '../components/covered.tsx';
import { HelpOverlay } from '../components/help-overlay.tsx';
import { keyHints } from '../components/key-hints.ts';
import { useKeys } from '../components/keyboard.tsx';
import type { Hint } from '../components/keys.ts';
import { blank, type Line, writer } from '../components/lines.ts';
import { Lines } from '../components/rows.tsx';
import { StepBar } from '../components/step-bar.tsx';
import type { Tone } from '../components/theme.ts';
import { useTheme } from '../components/use-theme.tsx';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Cover {
  readonly hints: readonly Hint[];
  readonly show: (size: Size) => ReactNode;
}

interface FrameProps {
  readonly position?: { readonly at: number; readonly of: number } | undefined;
  readonly title: string;
  readonly aside?: string;
  /** Keys of this screen, the most wanted first. The help shows `moreKeys` as well. */
  readonly hints: readonly Hint[];
  readonly moreKeys?: readonly Hint[];
  /** For the help: what this screen is for. */
  readonly about: readonly string[];
  /** One thing to say now, above the hints: why it stays here, what it waits for. */
  readonly notice?: { readonly text: string; readonly tone: Tone } | undefined;
  /** Drawn in place of the body, which keeps its state below. */
  readonly cover?: Cover | undefined;
  readonly children: (size: Size) => ReactNode;
}

/** Below this nothing can be read, let alone compared. */
const smallest = { columns: 30, rows: 10 };

const barRows = 2;
const footRows = 1;

/** What every screen has: where one is, the body, one line to say something, the keys, the help. */
export function Frame(props: FrameProps): ReactNode {
  const { columns, rows } = useWindowSize();
  const theme = useTheme();
  const [help, setHelp] = useState(false);
  useKeys({ help: () => setHelp(true) }, { level: 'program' });

  const margin = columns >= 60 ? 1 : 0;
  const width = columns - 2 * margin;
  const write = writer(theme, width);
  if (columns < smallest.columns || rows < smallest.rows) {
    const needed = `This window is ${columns} x ${rows}. At least ${smallest.columns} x ${smallest.rows} are needed; 80 x 24 are comfortable.`;
    return <Lines lines={write.text(needed, 'warn').slice(0, rows)} />;
  }

  const airy = rows >= 16;
  const notice: readonly Line[] =
    props.notice === undefined ? (airy ? [blank] : []) : write.text(props.notice.text, props.notice.tone).slice(0, 4);
  const height = rows - barRows - (airy ? 1 : 0) - notice.length - footRows;
  const size = { width, height };
  const hints = help ? helpHints : (props.cover?.hints ?? props.hints);
  const covered = help || props.cover !== undefined;
  return (
    <Box flexDirection="column" width={columns} height={rows} paddingX={margin} overflow="hidden">
      <StepBar position={props.position} title={props.title} aside={props.aside ?? ''} width={width} />
      {airy && <Lines lines={[blank]} />}
      <Box height={height} flexShrink={0} flexDirection="column" overflow="hidden">
        {help ? (
          <HelpOverlay
            about={props.about}
            hints={[...props.hints, ...(props.moreKeys ?? [])]}
            {...size}
            onClose={() => setHelp(false)}
          />
        ) : (
          props.cover?.show(size)
        )}
        <Box display={covered ? 'none' : 'flex'} flexDirection="column" flexShrink={0}>
          <Covered covered={covered}>{props.children(size)}</Covered>
        </Box>
      </Box>
      <Lines lines={[...notice, keyHints(hints, width)]} />
    </Box>
  );
}

const helpHints: readonly Hint[] = [
  ['help', 'back'],
  ['pageDown', 'scroll'],
];
