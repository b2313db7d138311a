import type { Host } from '../host/host.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';

/** What a check may look at: the host as it is, as it will be, and what makes the difference. */
export interface Situation {
  readonly host: Host;
  readonly after: Host;
  readonly changes: readonly Change[];
  /** The session that would apply: its umask and who it runs as. */
  readonly session: { readonly umask: number; readonly uid: number };
}

/**
 * One thing that has to be right before anything is written. One file each; `src/preflight/index.ts`
 * lists them. `fail` stops the apply; a remedy that is a Change is offered, and shows in the preview.
 */
export interface Check {
  readonly id: string;
  readonly title: string;
  run(situation: Situation): Promise<readonly PlannedFinding[]>;
}
