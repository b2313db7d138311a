import { type ReactNode, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { type Hint, keys } from '../components/keys.ts';
import { blank, writer } from '../components/lines.ts';
import { ScrollView } from '../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../components/use-theme.tsx';
import type { PlannedWork } from '../src/operations/engine.ts';
import { isMendable } from './finding-lines.ts';
import { Frame } from './frame.tsx';
import { canMend, mended } from './mending.ts';
import { unchanged } from './outcome.ts';
import { preflightLines } from './preflight-lines.ts';
import { count } from './say.ts';
import type { ScreenProps } from './screen.ts';

interface PreflightProps extends ScreenProps {
  readonly work: PlannedWork;
  readonly onAgain: () => void;
  /** Takes into the plan what puts failing checks right, or out of it again. */
  readonly onMend: () => void;
  readonly onNext: () => void;
}

/** What was checked before anything is touched. What fails keeps the changes from being applied. */
export function Preflight({ frame, work, onAgain, onMend, onNext }: PreflightProps): ReactNode {
  const theme = useTheme();
  const [stayed, setStayed] = useState(false);
  const failing = work.plan.findings.filter((finding) => finding.status === 'fail');
  const nothing = work.plan.changes.length === 0;
  const isClosed = failing.length > 0 && !nothing;
  const mendable = canMend(work);
  useKeys(
    { next: isClosed ? () => setStayed(true) : onNext, again: onAgain, ...(mendable ? { putRight: onMend } : {}) },
    { level: 'screen' },
  );
  const mend: readonly Hint[] = mendable ? [['putRight', mended(work.preview).length > 0 ? 'leave as it was' : 'put right']] : [];
  const ways: readonly Hint[] = isClosed
    ? [...mend, 'again', 'findOut', 'back']
    : [['next', nothing ? 'leave' : 'go on'], 'back', ...mend, 'again'];
  return (
    <Frame
      {...frame}
      title="Preflight"
      hints={[...ways, 'help', 'jump', 'quit']}
      moreKeys={['pageDown', 'pageUp', 'interrupt']}
      about={[
        'Everything that could stop the changes half-way was looked at beforehand, and nothing was touched.',
        'FAIL must be put right first. Where that can be done for you, p takes it into the changes, and the preview shows it like all others. Else do what the line below it says, in another window, then check again.',
        'warn is for you to know. What was in that state before is not held against these changes.',
      ]}
      notice={stayed && isClosed ? { text: whatToDo(failing), tone: 'fail' } : undefined}
    >
      {({ width, height }) => {
        const write = writer(theme, Math.min(width, 100));
        const first = nothing ? [...write.text(unchanged.summary.join(' '), 'ok'), blank] : [];
        return <ScrollView lines={[...first, ...preflightLines(write, work, offer)]} height={height} />;
      }}
    </Frame>
  );
}

const offer = `press ${keys.putRight.shown}, and it is done together with the changes`;

function whatToDo(failing: PlannedWork['plan']['findings']): string {
  const many = count(failing.length, 'check fails', 'checks fail');
  const mendable = failing.filter(isMendable).length;
  const { putRight, again } = keys;
  if (mendable === 0) return `${many}: put that right, then press ${again.shown}.`;
  const some = mendable === failing.length ? '' : ` for ${mendable} of them`;
  return `${many}: press ${putRight.shown} to have it put right with the changes${some}, or do it yourself and press ${again.shown}.`;
}
