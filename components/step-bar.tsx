import { Box } from 'ink';
import type { ReactNode } from 'react';
import { fill, truncate, widthOf } from '../src/model/wrap.ts';
import { writer } from './lines.ts';
import { printable } from './printable.ts';
import { Lines } from './rows.tsx';
import { useTheme } from './use-theme.tsx';

interface StepBarProps {
  /** Undefined before it is known how many steps there are. */
  readonly position: { readonly at: number; readonly of: number } | undefined;
  readonly title: string;
  /** At the right edge, where there is room. */
  readonly aside: string;
  readonly width: number;
}

/** Two rows: where one is in words, and below it a rule that is also how far one has come. */
export function StepBar({ position, title, aside, width }: StepBarProps): ReactNode {
  const theme = useTheme();
  const { ruleDone, ruleAhead, ellipsis } = theme.figures;
  const place = position === undefined ? '' : `${position.at} of ${position.of}  `;
  const name = truncate(printable(title, theme.unicode), width - widthOf(place), ellipsis);
  const used = widthOf(place) + widthOf(name);
  const note = used + widthOf(aside) + 2 <= width ? aside : '';
  const done = position === undefined ? 0 : Math.round((width * position.at) / position.of);
  const write = writer(theme, width);
  return (
    <Box flexShrink={0} aria-label={`Step ${place}${title}`}>
      <Lines
        lines={[
          write.row(
            { text: place, tone: 'quiet' },
            { text: fill(name, width - widthOf(place) - widthOf(note)), tone: 'strong' },
            { text: note, tone: 'quiet' },
          ),
          [
            { text: ruleDone.repeat(done), tone: 'accent' },
            { text: ruleAhead.repeat(width - done), tone: 'quiet' },
          ],
        ]}
      />
    </Box>
  );
}
