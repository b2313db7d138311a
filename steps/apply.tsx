import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { Progress } from '../components/progress/progress.tsx';
import type { TypedSecrets } from '../src/model/question.ts';
import type { ApplyEvent, Engine, PlannedWork } from '../src/operations/engine.ts';
import type { Ending } from './ending.ts';
import { Frame } from './frame.tsx';
import { progressOf } from './phases.ts';
import type { ScreenProps } from './screen.ts';

interface ApplyProps extends ScreenProps {
  readonly engine: Pick<Engine, 'apply'>;
  readonly work: PlannedWork;
  readonly secrets: TypedSecrets;
  /** Asked to stop from outside: a signal to the process. */
  readonly stop: AbortSignal | undefined;
  readonly onEnd: (ending: Ending) => void;
}

/** Runs the engine once, and waits for it: there is no way to leave half-way, only to have it put back. */
export function Apply({ frame, engine, work, secrets, stop, onEnd }: ApplyProps): ReactNode {
  const [events, setEvents] = useState<readonly ApplyEvent[]>([]);
  const [stopping, setStopping] = useState(false);
  const abort = useRef(new AbortController());
  const begun = useRef(false);

  const interrupt = () => {
    setStopping(true);
    abort.current.abort();
  };
  const run = useEffectEvent((onEvent: (event: ApplyEvent) => void, signal: AbortSignal) =>
    engine.apply(work, onEvent, signal, secrets),
  );
  const end = useEffectEvent(onEnd);
  const stopFromOutside = useEffectEvent(interrupt);
  useEffect(() => {
    // Effects may run again for reasons of React's own; applying twice is not among what may happen.
    if (begun.current) return;
    begun.current = true;
    const { signal } = abort.current;
    // Of what only tells how far it has come, the last is enough.
    const onEvent = (event: ApplyEvent) =>
      setEvents((before) => [...(event.share === undefined ? before : before.filter(({ share }) => share === undefined)), event]);
    Promise.resolve()
      .then(() => run(onEvent, signal))
      .then(
        (result) => end({ result, wasInterrupted: signal.aborted }),
        (error: unknown) => end({ error, wasInterrupted: signal.aborted }),
      );
  }, []);
  useEffect(() => {
    if (stop === undefined) return;
    const listener = () => stopFromOutside();
    if (stop.aborted) listener();
    stop.addEventListener('abort', listener);
    return () => stop.removeEventListener('abort', listener);
  }, [stop]);
  useKeys({ interrupt, quit: () => undefined, jump: () => undefined, back: () => undefined }, { level: 'screen' });

  return (
    <Frame
      {...frame}
      title={stopping ? 'Stopping' : 'Apply'}
      hints={[['interrupt', 'stop and put back'], 'help']}
      about={[
        'The changes are being applied. Whatever happens now, also to this terminal, the host ends up either changed as shown or exactly as it was.',
      ]}
      notice={
        stopping ? { text: 'Stopping. What was written is being put back; this waits until it is.', tone: 'warn' } : undefined
      }
    >
      {({ width, height }) => <Progress items={progressOf(events)} width={Math.min(width, 100)} height={height} />}
    </Frame>
  );
}
