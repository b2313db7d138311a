import { useEffect, useEffectEvent, useState } from 'react';

export type Loaded<T> =
  | { readonly phase: 'busy' }
  | { readonly phase: 'failed'; readonly error: unknown }
  | { readonly phase: 'ready'; readonly value: T };

const busy = { phase: 'busy' } as const;

/**
 * Something the engine is asked for. Asked again when `key` changes and when `again` is called; an
 * answer that comes late, to a question nobody asks any more, is dropped. Undefined: do not ask yet.
 */
export function useLoad<T>(key: string | undefined, load: () => Promise<T>): readonly [Loaded<T>, () => void] {
  const [attempt, setAttempt] = useState(0);
  const [held, hold] = useState<{ readonly of: string; readonly loaded: Loaded<T> }>();
  const ask = useEffectEvent(load);
  const of = key === undefined ? undefined : `${attempt} ${key}`;
  useEffect(() => {
    if (of === undefined) return;
    let wanted = true;
    const settle = (loaded: Loaded<T>) => wanted && hold({ of, loaded });
    // An engine that throws instead of rejecting is treated alike.
    Promise.resolve()
      .then(() => ask())
      .then(
        (value) => settle({ phase: 'ready', value }),
        (error: unknown) => settle({ phase: 'failed', error }),
      );
    return () => {
      wanted = false;
    };
  }, [of]);
  return [held !== undefined && held.of === of ? held.loaded : busy, () => setAttempt((count) => count + 1)];
}
