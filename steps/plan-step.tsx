import type { ReactNode } from 'react';
import type { Problem } from '../src/dialogue/state.ts';
import type { PlannedWork } from '../src/operations/engine.ts';
import { MessageScreen, troubleScreenLines } from './message-screen.tsx';
import { unchanged } from './outcome.ts';
import { Preflight } from './preflight.tsx';
import { Preview } from './preview.tsx';
import type { ScreenProps } from './screen.ts';
import type { Loaded } from './use-load.ts';

interface PlanStepProps extends ScreenProps {
  readonly kind: 'preflight' | 'preview';
  readonly title: string;
  readonly problems: readonly Problem[];
  readonly work: Loaded<PlannedWork>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onAgain: () => void;
  readonly onMend: () => void;
  readonly onNext: () => void;
  readonly onFindOut: () => void;
  readonly onJump: (stepId: string) => void;
  readonly onUnchanged: () => void;
  readonly onConfirm: (work: PlannedWork) => void;
}

/** Preflight and preview stand on a plan: until there is one, they say what is in its way. */
export function PlanStep({ frame, kind, title, problems, work, ...on }: PlanStepProps): ReactNode {
  const common = { frame, title };
  const [problem] = problems;
  if (problem !== undefined) {
    return (
      <MessageScreen
        {...common}
        lines={(write) => [
          ...write.text('Some answers cannot be used yet:', 'strong'),
          ...problems.flatMap(({ question, why }) => write.item('-', `${question.title}: ${why}`)),
        ]}
        onNext={['go there', () => on.onJump(problem.step.id)]}
      />
    );
  }
  if (work.phase === 'busy') {
    const doing = 'Working out what would change, and checking whether it can ...';
    return <MessageScreen {...common} lines={(write) => write.text(doing, 'quiet')} about="Planning changes nothing." />;
  }
  if (work.phase === 'failed') {
    return (
      <MessageScreen
        {...common}
        lines={troubleScreenLines(work.error)}
        onAgain={['try again', on.onAgain]}
        onFindOut={on.onFindOut}
      />
    );
  }
  const { value } = work;
  const nothing = value.plan.changes.length === 0;
  if (kind === 'preflight') {
    const next = nothing ? on.onUnchanged : on.onNext;
    return <Preflight frame={frame} work={value} onAgain={on.onAgain} onMend={on.onMend} onNext={next} />;
  }
  if (!nothing) return <Preview frame={frame} work={value} env={on.env} onConfirm={() => on.onConfirm(value)} />;
  return (
    <MessageScreen
      {...common}
      lines={(write) => write.text(unchanged.summary.join(' '), 'ok')}
      onNext={['leave', on.onUnchanged]}
    />
  );
}
