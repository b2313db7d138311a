import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { blank, Lines, writer } from '../components/lines.tsx';
import { Select } from '../components/select/select.tsx';
import { useTheme } from '../components/theme.tsx';
import { closedBecause, type Dialogue, problemsOf } from '../src/dialogue/state.ts';
import type { Size } from './frame.tsx';

interface JumpMenuProps extends Size {
  readonly state: Dialogue;
  readonly onJump: (stepId: string) => void;
  readonly onClose: () => void;
}

/** All steps, over whatever screen one is on: what is answered, what is not, what is wrong. */
export function JumpMenu({ state, width: room, height, onJump, onClose }: JumpMenuProps): ReactNode {
  const width = Math.min(room, 100);
  const write = writer(useTheme(), width);
  const problems = problemsOf(state);
  const rows = state.steps.map((step) => {
    const why = closedBecause(state, step.id);
    const wrong = problems.find((problem) => problem.step.id === step.id)?.why;
    const seen = state.visited.includes(step.id) ? undefined : 'not seen yet';
    // In a low window the steps themselves matter more than what is said about them.
    const hint = wrong ?? (height > state.steps.length * 2 ? seen : undefined);
    return {
      value: step.id,
      label: step.title,
      ...(why === undefined ? {} : { disabled: why }),
      ...(hint === undefined ? {} : { hint }),
    };
  });
  useKeys({ cancel: onClose, jump: onClose, quit: onClose }, { level: 'overlay', modal: true });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Lines lines={[...write.text('Go to which step? No answer is lost.', 'strong'), blank]} />
      <Select
        label="Steps"
        rows={rows}
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
