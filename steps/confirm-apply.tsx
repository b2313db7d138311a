import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Confirm } from '../components/confirm/confirm.tsx';
import { blank, writer } from '../components/lines.ts';
import { Lines } from '../components/rows.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { PlannedWork } from '../src/operations/engine.ts';
import { summaryOf } from './preview-rows.ts';

interface ConfirmApplyProps {
  readonly work: PlannedWork;
  readonly width: number;
  readonly height: number;
  readonly onAnswer: (yes: boolean) => void;
}

/** The one question that lets anything be written. Whoever only presses Enter says no. */
export function ConfirmApply({ work, width: room, height, onAnswer }: ConfirmApplyProps): ReactNode {
  const width = Math.min(room, 100);
  const theme = useTheme();
  const write = writer(theme, width);
  const { bullet } = theme.figures;
  const lines = summaryOf(work).flatMap((sentence) => write.item(bullet, sentence));
  // The answers must be in sight, however much there is to say.
  const shown = lines.slice(0, Math.max(1, height - 2));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[...shown, blank]} />
      <Confirm label="Apply these changes?" initial={false} width={width} active level="overlay" onAnswer={onAnswer} />
    </Box>
  );
}
