import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import type { Hint } from '../components/keys.ts';
import { blank, writer } from '../components/lines.ts';
import { Lines } from '../components/rows.tsx';
import { Select } from '../components/select/select.tsx';
import { useTheme } from '../components/use-theme.tsx';
import { closedBecause, type Dialogue, problemsOf } from '../src/dialogue/state.ts';

interface JumpMenuProps {
  readonly width: number;
  readonly state: Dialogue;
  readonly onJump: (stepId: string) => void;
  readonly onClose: () => void;
}

export const jumpHints: readonly Hint[] = [
  ['next', 'go there'],
  ['cancel', 'stay'],
];

/** All steps, over whatever screen one is on, and what is wrong in them. */
export function JumpMenu({ state, width: room, onJump, onClose }: JumpMenuProps): ReactNode {
  const width = Math.min(room, 100);
  const write = writer(useTheme(), width);
  const problems = problemsOf(state);
  const rows = state.steps.map((step) => {
    const why = closedBecause(state, step.id);
    const wrong = problems.find((problem) => problem.step.id === step.id)?.why;
    return {
      value: step.id,
      label: step.title,
      ...(why === undefined ? {} : { disabled: why }),
      ...(wrong === undefined ? {} : { hint: wrong }),
    };
  });
  useKeys({ cancel: onClose, jump: onClose, quit: onClose }, { level: 'overlay', modal: true });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[...write.text('Go to which step? No answer is lost.', 'strong'), blank]} />
      <Select
        label="Steps"
        rows={rows}
        closed="not yet"
        value={state.current}
        width={width}
        active
        level="overlay"
        onEnter={(id) => id !== undefined && onJump(id)}
        onChange={onJump}
      />
    </Box>
  );
}
