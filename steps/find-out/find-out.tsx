import { type ReactNode, useEffect, useEffectEvent, useMemo, useReducer, useState } from 'react';
import { useKeys } from '../../components/keyboard.tsx';
import { reduceFindOut, startFindOut } from '../../src/dialogue/find-out.ts';
import type { Engine } from '../../src/operations/engine.ts';
import { remediesIn } from '../../src/operations/fix.ts';
import { Apply } from '../apply.tsx';
import { Done } from '../done.tsx';
import { type Ending, outcomeOf } from '../ending.ts';
import { MessageScreen, troubleScreenLines } from '../message-screen.tsx';
import { cutShort, interrupted, type Outcome, quitted } from '../outcome.ts';
import { useLoad } from '../use-load.ts';
import { FixPreview } from './fix-preview.tsx';
import { Message } from './message.tsx';
import { Result } from './result.tsx';
import { RowsScreen } from './rows-screen.tsx';
import { Ways } from './ways.tsx';
import { looking, remedyRows, symptomRows } from './words.ts';

interface FindOutProps {
  readonly engine: Engine;
  /** The root, where it is not `/`. */
  readonly aside: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stop: AbortSignal | undefined;
  /** What the process ends with where nothing is done here: an apply may have come before. */
  readonly before?: Outcome | undefined;
  readonly onClose: () => void;
  readonly onLeave: (outcome: Outcome) => void;
}

/** From what somebody sees to what is wrong here, and to the changes that put it right: screen by screen. */
export function FindOut({ engine: { doctor }, aside, env, stop, before, onClose, onLeave }: FindOutProps): ReactNode {
  const [state, dispatch] = useReducer(reduceFindOut, startFindOut);
  const [ending, setEnding] = useState<Ending>();
  const [looked, setLooked] = useState({ done: 0, of: 0 });
  const { place, sought, looks } = state;
  const known = useMemo(() => symptomRows(doctor.symptoms()), [doctor]);
  const [found, lookAgain] = useLoad(sought === undefined ? undefined : String(looks), () => {
    setLooked({ done: 0, of: 0 });
    return doctor.diagnose(sought ?? {}, (done, of) => setLooked({ done, of }));
  });
  const diagnosis = found.phase === 'ready' ? found.value : undefined;
  const remedies = diagnosis === undefined ? [] : remediesIn(diagnosis.examination);
  const isPlanned = place === 'preview' || place === 'apply' || place === 'done';
  const planKey = isPlanned && diagnosis !== undefined ? JSON.stringify([looks, state.chosen]) : undefined;
  const [fix, planAgain] = useLoad(planKey, async () => {
    if (diagnosis === undefined) throw new Error('there is nothing to plan from');
    return doctor.plan(diagnosis, state.chosen);
  });

  const ids = remedies.map(({ id }) => id).join(' ');
  useEffect(() => dispatch({ type: 'found', remedies: ids === '' ? [] : ids.split(' ') }), [ids]);
  useEffect(() => {
    if (state.left) onClose();
  }, [state.left, onClose]);

  const back = () => dispatch({ type: 'back' });
  const next = () => dispatch({ type: 'next' });
  useKeys(
    {
      back,
      quit: () => onLeave(before ?? quitted),
      interrupt: () => onLeave(before === undefined ? interrupted : cutShort(before)),
    },
    { level: 'program' },
  );
  const stopped = useEffectEvent(() => {
    if (ending !== undefined) onLeave(cutShort(outcomeOf(ending)));
    // While changes are applied, their screen takes the stop: it leaves when they are put back.
    else if (place !== 'apply') onLeave(before === undefined ? interrupted : cutShort(before));
  });
  useEffect(() => {
    const listener = () => stopped();
    stop?.addEventListener('abort', listener);
    return () => stop?.removeEventListener('abort', listener);
  }, [stop]);

  const frame = { position: undefined, aside, cover: undefined };
  switch (place) {
    case 'ways':
      return <Ways frame={frame} onWay={(way) => dispatch({ type: 'way', way })} />;
    case 'message':
      return (
        <Message
          frame={frame}
          typed={state.typed}
          refused={state.refused}
          onType={(text) => dispatch({ type: 'type', text })}
          onNext={next}
        />
      );
    case 'symptoms':
      return (
        <RowsScreen
          key="symptoms"
          frame={frame}
          title="Which fault?"
          about="Every fault that is known. Type words of what you see, of its name, or its id."
          rows={known}
          refused={undefined}
          onEnter={(id) => id !== undefined && dispatch({ type: 'pick', id })}
        />
      );
    case 'remedies':
      return (
        <RowsScreen
          key="remedies"
          frame={frame}
          title="What is to be put right?"
          about="What is marked is put right. Nothing is written before you have seen every line of it and said yes."
          rows={remedyRows(remedies)}
          marked={state.chosen}
          refused={state.refused}
          onChange={(chosen) => dispatch({ type: 'choose', ids: chosen })}
          onEnter={next}
        />
      );
    case 'result':
      if (found.phase === 'failed')
        return (
          <MessageScreen
            frame={frame}
            title="What was found"
            lines={troubleScreenLines(found.error)}
            onAgain={['try again', lookAgain]}
          />
        );
      if (diagnosis === undefined)
        return (
          <MessageScreen
            frame={frame}
            title="Looking"
            lines={(write) => write.text(looking(looked.done, looked.of), 'quiet')}
            about="Looking changes nothing."
          />
        );
      return (
        <Result
          frame={frame}
          diagnosis={diagnosis}
          mendable={remedies.length}
          refused={state.refused}
          onNext={next}
          onAgain={() => dispatch({ type: 'look-again' })}
        />
      );
    case 'preview':
      return (
        <FixPreview
          frame={frame}
          fix={fix}
          env={env}
          onBack={back}
          onAgain={planAgain}
          onConfirm={() => dispatch({ type: 'confirm' })}
        />
      );
    case 'apply':
      if (fix.phase !== 'ready') return null;
      return (
        <Apply
          frame={frame}
          engine={{ apply: (_work, onEvent, signal) => doctor.apply(fix.value, onEvent, signal) }}
          work={fix.value.work}
          secrets={{}}
          stop={stop}
          onEnd={(how) => {
            setEnding(how);
            dispatch({ type: 'finish' });
            if (stop?.aborted) onLeave(cutShort(outcomeOf(how)));
          }}
        />
      );
    case 'done':
      return ending === undefined ? null : (
        <Done
          frame={frame}
          ending={ending}
          onLeave={() => onLeave(outcomeOf(ending))}
          onAgain={() => {
            setEnding(undefined);
            dispatch({ type: 'reopen' });
            planAgain();
          }}
        />
      );
  }
}
