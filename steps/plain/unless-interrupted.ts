import { InterruptedError, type Prompter } from './prompter.ts';

/** The engine's answer, or InterruptedError as soon as Ctrl-C is pressed: reading may be left half-way. */
export async function unlessInterrupted<T>(prompter: Prompter, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const hush = prompter.onInterrupt(() => reject(new InterruptedError()));
  try {
    return await Promise.race([work, promise]);
  } finally {
    hush();
  }
}
