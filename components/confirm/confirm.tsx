import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Level } from '../keyboard.tsx';
import { writer } from '../lines.ts';
import { Lines } from '../rows.tsx';
import { useTheme } from '../use-theme.tsx';
import { useConfirm } from './use-confirm.ts';

interface ConfirmProps {
  readonly label: string;
  readonly initial: boolean;
  readonly width: number;
  readonly active: boolean;
  /** `overlay` where nothing else may be done before it is answered. */
  readonly level: Level;
  readonly onAnswer: (yes: boolean) => void;
  readonly onChange?: (yes: boolean) => void;
}

/** Yes or no on one row: the marked answer stands behind the pointer. */
export function Confirm({ label, initial, width, active, level, onAnswer, onChange }: ConfirmProps): ReactNode {
  const theme = useTheme();
  const marked = useConfirm({ initial, active, level, onAnswer, onChange });
  const { pointer, radioOn, radioOff } = theme.figures;
  const answer = (says: string, on: boolean) => ({
    text: `${active && on ? pointer : ' '} ${on ? radioOn : radioOff} ${says}`,
    tone: active && on ? ('accent' as const) : ('plain' as const),
  });
  return (
    <Box flexShrink={0} aria-role="radiogroup" aria-label={`${label}: ${marked ? 'yes' : 'no'}`}>
      <Lines lines={[writer(theme, width).row(answer('Yes', marked), { text: '  ' }, answer('No', !marked))]} />
    </Box>
  );
}
