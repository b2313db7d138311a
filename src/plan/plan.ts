import type { HostPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from './change.ts';

/**
 * How something was when it was looked at. A plan lists all of them, and is not applied where one
 * no longer holds. `state` null: nothing stood there. `hash` null: only its facts were looked at.
 */
export interface Precondition {
  readonly path: HostPath;
  readonly state: {
    readonly kind: 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'device';
    readonly hash: string | null;
    readonly owner: string;
    readonly group: string;
    readonly mode: number;
  } | null;
}

/** What happens to one service: derived from what the changes affect, one row a service. */
export interface PlannedService {
  readonly service: string;
  readonly title: string;
  /** What it takes for the changes to be in force. */
  readonly needs: 'reload' | 'restart';
  /** What is done about it now. `none`: it is stopped, and stays so, or is to be left alone. */
  readonly action: 'reload' | 'restart' | 'none';
  /** What that interrupts, for people: sessions that end, how long it waits. */
  readonly interrupts: readonly string[];
}

/** What would be done to one host. A value: it can be shown, saved and compared, and holds no secret. */
export interface Plan {
  readonly format: 1;
  readonly createdAt: string;
  /** The answers it came from, as they stand in an answers file. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** In the order in which they are put in place: a service starts from any prefix of it. */
  readonly changes: readonly Change[];
  readonly preconditions: readonly Precondition[];
  readonly findings: readonly PlannedFinding[];
  readonly services: readonly PlannedService[];
}
