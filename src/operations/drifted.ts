import type { Accepted } from '../apply/accepted.ts';
import type { Finding } from '../model/finding.ts';
import type { HostPath } from '../model/paths.ts';

/** One managed file that is not as it was left. */
export interface DriftedFile {
  readonly path: HostPath;
  readonly choices: readonly string[];
  readonly kinds: readonly ('content' | 'owner' | 'mode' | 'missing' | 'link')[];
  /** Entry that left it; null where that is not kept any more. */
  readonly entry: string | null;
  /** Lines that differ, in the file as it is now (added) or as it was left (removed); empty for keys and certificates. */
  readonly lines: readonly { readonly kind: 'added' | 'removed'; readonly number: number; readonly text: string }[];
  /** What was applied holds all the same: the difference is about something else. Null where that cannot be told. */
  readonly stillInForce: boolean | null;
  /** Others can read or write it now, who could not as it was left. */
  readonly exposed: boolean;
  /** Commands that give it the owner, group and mode back; null where these are as they were. */
  readonly putBackBy: string | null;
}

/** A choice that is not in force as it was applied last, and what stands in its way. */
export interface LostChoice {
  readonly choice: string;
  readonly title: string;
  /** `FILE:LINE  what stands there`, of every line that an apply would change. */
  readonly because: readonly string[];
}

export interface Drift {
  /** False: nothing was ever applied here, or all of it was taken back. */
  readonly applied: boolean;
  readonly drifted: boolean;
  /** Files that differ, and are to stay as they are (`drift --accept`). */
  readonly accepted: readonly HostPath[];
  readonly files: readonly DriftedFile[];
  readonly lost: readonly LostChoice[];
  readonly findings: readonly Finding[];
}

/** A file that differs, and by what that is not to be told any more. */
export interface Settled {
  readonly file: DriftedFile;
  readonly by: Accepted;
}

/** Most lines of one file that are worth showing. */
export const MOST_LINES = 20;
