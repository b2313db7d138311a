import { type Dispatch, useEffect, useEffectEvent, useState } from 'react';
import type { DialogueAction } from '../src/dialogue/reduce.ts';
import { answersFrom, type Dialogue } from '../src/dialogue/state.ts';
import type { Engine } from '../src/operations/engine.ts';

/** Typing is not a decision yet: questions follow when the fingers rest. */
const restMs = 250;

export interface Questions {
  /** The questions on the screen are those for the answers as they are. */
  readonly settled: boolean;
  readonly error: unknown;
  readonly again: () => void;
}

/** Fetches the questions again whenever answers have changed: their defaults may follow from each other. */
export function useQuestions(engine: Engine, state: Dialogue, dispatch: Dispatch<DialogueAction>, typing: boolean): Questions {
  const answers = answersFrom(state);
  const key = JSON.stringify(answers);
  const [askedFor, setAskedFor] = useState(key);
  const [error, setError] = useState<unknown>();
  const ask = useEffectEvent(async (stillWanted: () => boolean) => {
    try {
      const questions = await engine.questions(answers);
      if (!stillWanted()) return;
      dispatch({ type: 'questions', questions });
      setAskedFor(key);
    } catch (reason) {
      if (stillWanted()) setError(reason);
    }
  });
  useEffect(() => {
    if (key === askedFor || error !== undefined) return;
    let wanted = true;
    const timer = setTimeout(() => ask(() => wanted), typing ? restMs : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, askedFor, typing, error]);
  return { settled: key === askedFor, error, again: () => setError(undefined) };
}
