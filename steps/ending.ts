import type { ApplyResult } from '../src/operations/engine.ts';

/** How an apply ended: with a result, or with an error that the engine threw. */
export type Ending =
  | { readonly result: ApplyResult; readonly wasInterrupted: boolean }
  | { readonly error: unknown; readonly wasInterrupted: boolean };
