import type { Change } from '../plan/change.ts';
import type { Precondition } from '../plan/plan.ts';
import type { FilePreview } from '../plan/preview.ts';
import type { Secrets } from '../plan/secret.ts';
import type { MakeDhParameters } from './dh-parameters.ts';
import type { Moved } from './preconditions.ts';
import type { ServiceRun } from './service-run.ts';
import type { MakePair } from './steps.ts';
import type { Conflict } from './undo.ts';

/** Progress, in the words of the face that shows it. */
export type Say = (
  phase: 'check' | 'generate' | 'rehearse' | 'write' | 'restart' | 'verify' | 'put-back' | 'done',
  what: string,
  /** How far it has come, 0 to 1, where that can be told. */
  share?: number,
) => void;

export interface ApplyJob {
  /** `apply`, `rollback of 0003`: for the lock, the journal and the history. */
  readonly doing: string;
  /** Id of the saved plan that this carries out. */
  readonly planId?: string | undefined;
  /** Version of Momentum, for the record: an upgrade is told by it later. */
  readonly momentum?: string | undefined;
  /** It is put back after so many seconds unless it is kept; `session` is the login that applies it. */
  readonly keepWithin?: { readonly seconds: number; readonly session: number | null } | undefined;
  readonly changes: readonly Change[];
  readonly preconditions: readonly Precondition[];
  readonly answers: Readonly<Record<string, unknown>>;
  readonly preview: readonly FilePreview[];
  /** Every service that the changes are about, also those that are stopped now: an undoing concerns them too. */
  readonly concerned: readonly { readonly service: string; readonly action: string }[];
  /** Only those that run: what is stopped stays so. */
  readonly services: readonly ServiceRun[];
  readonly makePair: MakePair;
  /** Public halves of keys of which no copy may be left once it is done. */
  readonly compromised?: readonly string[] | undefined;
  /** For the tools of the plan. */
  readonly secrets?: Secrets;
  readonly makeDhParameters: MakeDhParameters;
  /** Tries the new state before it is put in place. `bytesOf` has what will be written. */
  readonly rehearse: ((bytesOf: (path: string) => Buffer | undefined) => Promise<Rehearsed>) | undefined;
  /** Live proof after the services are up; each string is something that is worse than before. */
  verify(): Promise<readonly string[]>;
  readonly say: Say;
  /** Something to say at the end, beside how it ended. */
  readonly note?: (what: string) => void;
  readonly signal: AbortSignal;
}

export interface Rehearsed {
  /** Each is a reason not to go on. */
  readonly doubts: readonly string[];
  /** Services that a restart would only end, because they do not start as they are now either. */
  readonly leaveAlone: readonly string[];
  /** Services whose own test fails as things are: they are restarted only where it passes once the files are in place. */
  readonly doubtful?: readonly string[];
}

export type ApplyEnd =
  | {
      readonly outcome: 'applied';
      readonly id: string;
      /** Services that took it up. */
      readonly services: readonly Pick<ServiceRun, 'service' | 'action'>[];
      /** Why copies of a compromised key may be left: the next run tries again. */
      readonly notForgotten?: string;
      /** When it is put back unless it is kept. ISO 8601. */
      readonly keepUntil?: string | undefined;
    }
  | { readonly outcome: 'stale'; readonly moved: readonly Moved[] }
  /** Nothing was changed: the rehearsal said no, or the operator did, or writing failed before the first rename. */
  | { readonly outcome: 'refused'; readonly reasons: readonly string[]; readonly interrupted: boolean }
  | {
      readonly outcome: 'rolled-back';
      readonly reasons: readonly string[];
      readonly interrupted: boolean;
      readonly startedChanging: boolean;
    }
  | {
      readonly outcome: 'incomplete';
      readonly reasons: readonly string[];
      readonly conflicts: readonly Conflict[];
      readonly id: string;
    };
