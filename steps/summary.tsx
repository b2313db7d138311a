import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { blank, writer } from '../components/lines.ts';
import { Lines } from '../components/rows.tsx';
import { topToShow, windowAt } from '../components/scroll-view/scroll-state.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { Select, selectHeights } from '../components/select/select.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { Dialogue } from '../src/dialogue/state.ts';
import type { Survey } from '../src/operations/engine.ts';
import { Frame } from './frame.tsx';
import type { ScreenProps } from './screen.ts';
import { onward, summaryRows } from './summary-rows.ts';
import { welcomeLines } from './welcome-lines.ts';

interface SummaryProps extends ScreenProps {
  readonly title: string;
  readonly survey: Survey;
  readonly state: Dialogue;
  readonly onNext: () => void;
  readonly onOpen: (stepId: string) => void;
}

const fewestRows = 4;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Where a run begins on a host that was set up before: what it does now, and every step to be opened. */
export function Summary({ frame, title, survey, state, onNext, onOpen }: SummaryProps): ReactNode {
  const theme = useTheme();
  const { figures } = theme;
  const [pointed, point] = useState(0);
  const rows = summaryRows(state);
  const list = { label: title, rows, value: onward };
  const choose = (value: string | undefined) => (value === undefined || value === onward ? onNext() : onOpen(value));
  return (
    <Frame
      {...frame}
      title={title}
      hints={[['next', 'open'], 'findOut', 'help', 'jump', 'quit']}
      moreKeys={['pageDown', 'pageUp', 'up', 'down', 'interrupt']}
      about={[
        'This host was set up before. The upper part says how it is now, and what somebody else changed since; the lower part opens a step, or goes on to what would change.',
        'What you do not open stays as it is. What was applied before and does not hold any more is taken into the plan, and is marked as changed: open its step to leave it as it is now.',
        'Where something does not work, w looks for the fault: by a message that you paste, by the list of what is known, or everything.',
      ]}
    >
      {({ width: room, height }) => {
        const width = Math.min(room, 100);
        const heights = selectHeights(theme, width, rows, {});
        const listed = sum(heights);
        const above = Math.max(fewestRows, height - listed - 1);
        // The row under the pointer stays in sight where not all of them fit.
        const extent = { rows: listed, height: Math.min(listed, height - above - 1) };
        const offset = topToShow(0, sum(heights.slice(0, pointed)), sum(heights.slice(0, pointed + 1)), extent);
        const seen = windowAt(offset, extent);
        return (
          <Box flexDirection="column" flexShrink={0}>
            <ScrollView lines={welcomeLines(writer(theme, width), survey)} height={above} level="screen" arrows={false} />
            <Lines lines={[blank]} />
            <Box flexDirection="column" height={seen.to - seen.from} flexShrink={0} overflow="hidden" contentOffsetY={offset}>
              <Select {...list} width={width} active onEnter={choose} onChange={choose} onPoint={point} />
            </Box>
            {seen.above + seen.below > 0 && (
              <Lines lines={[[{ text: `  ${figures.above} ${seen.above}  ${figures.below} ${seen.below}`, tone: 'quiet' }]]} />
            )}
          </Box>
        );
      }}
    </Frame>
  );
}
