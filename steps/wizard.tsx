import { type ReactNode, useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import type { Answers } from '../src/answers/answers.ts';
import type { Engine } from '../src/operations/engine.ts';
import { FindOut } from './find-out/find-out.tsx';
import { MessageScreen, troubleScreenLines } from './message-screen.tsx';
import { failed, interrupted, type Outcome, quitted } from './outcome.ts';
import { Session } from './session.tsx';
import { startingAnswers } from './starting-answers.ts';
import { useLoad } from './use-load.ts';

export interface WizardProps {
  readonly engine: Engine;
  readonly brought: Answers;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the process is asked to stop. */
  readonly stop: AbortSignal | undefined;
  readonly onLeave: (outcome: Outcome) => void;
}

/** Looks at the host once, then holds the dialogue about it. */
export function Wizard(props: WizardProps): ReactNode {
  const { engine, brought, stop, onLeave } = props;
  const [findingOut, setFindingOut] = useState(false);
  const close = useCallback(() => setFindingOut(false), []);
  const [start, again] = useLoad('start', async () => {
    const survey = await engine.survey();
    return { survey, questions: await engine.questions(startingAnswers(survey, brought)) };
  });
  useKeys(
    {
      quit: () => onLeave(start.phase === 'failed' ? failed(start.error) : quitted),
      interrupt: () => onLeave(interrupted),
    },
    { level: 'program', active: !findingOut },
  );
  // While changes are applied the screen that does it takes the stop itself.
  const stopped = useEffectEvent(() => start.phase !== 'ready' && !findingOut && onLeave(interrupted));
  useEffect(() => {
    if (stop?.aborted) stopped();
    const listener = () => stopped();
    stop?.addEventListener('abort', listener);
    return () => stop?.removeEventListener('abort', listener);
  }, [stop]);

  if (start.phase === 'busy') {
    return (
      <MessageScreen
        title="Secure this Momentum"
        lines={(write) => write.text('Looking at this host ...', 'quiet')}
        about="Looking changes nothing."
      />
    );
  }
  if (start.phase === 'failed') {
    if (findingOut) return <FindOut {...props} aside="" before={failed(start.error)} onClose={close} />;
    return (
      <MessageScreen
        title="Secure this Momentum"
        lines={troubleScreenLines(start.error)}
        onAgain={['try again', again]}
        onFindOut={() => setFindingOut(true)}
      />
    );
  }
  return (
    <Session
      {...props}
      survey={start.value.survey}
      questions={start.value.questions}
      findingOut={findingOut}
      onFindOut={setFindingOut}
    />
  );
}
