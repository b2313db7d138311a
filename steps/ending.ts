import type { ApplyResult } from '../src/operations/engine.ts';
import { applied, broken, type Outcome } from './outcome.ts';

/** How an apply ended: with a result, or with an error that the engine threw. */
export type Ending =
  | { readonly result: ApplyResult; readonly wasInterrupted: boolean }
  | { readonly error: unknown; readonly wasInterrupted: boolean };

export function outcomeOf(ending: Ending): Outcome {
  return 'result' in ending ? applied(ending.result, ending.wasInterrupted) : broken(ending.error);
}
