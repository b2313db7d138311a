import type { Host, ProgramQuestion } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Machine } from './machine.ts';

/** How one path was, and where its bytes are kept. */
export interface Kept extends Attributes {
  readonly kind: 'file' | 'directory';
  /** sha256 of the bytes; null for a directory. */
  readonly hash: string | null;
  /** The copy in the store; null for a directory. */
  readonly copy: HostPath | null;
}

/** How one path will be. */
export interface Next extends Attributes {
  readonly kind: 'file' | 'directory';
  readonly hash: string | null;
}

/** One path that a transaction changes, with both ends of the change. Null: nothing stands there. */
export interface Step {
  readonly path: HostPath;
  readonly before: Kept | null;
  readonly after: Next | null;
  /** Name of the file staged beside `path`; recovery removes it. */
  readonly temporary: string;
  /** The other half of a key and certificate that change place together. */
  readonly pairWith?: HostPath;
  /** One of Momentum's own programs writes it. Until that is done, the hash of `after` is null, and whatever is there is its. */
  readonly byTool?: true;
}

/** A service that the transaction restarts, with the way to do it: recovery knows no services. */
export interface JournalService {
  readonly service: string;
  readonly title: string;
  readonly command: ProgramQuestion;
}

/**
 * What an unfinished run left behind. It is written, durable, before the first byte of the tree
 * changes, and removed when the run is over: where it exists, the tree may be in between.
 */
export interface Journal {
  readonly format: 1;
  readonly id: string;
  readonly startedAt: string;
  readonly pid: number;
  readonly doing: string;
  readonly steps: readonly Step[];
  readonly services: readonly JournalService[];
  /** Programs that may still be at work on the paths of the steps that say `byTool`. */
  readonly tools?: readonly HostPath[];
  /** True from just before the first service is told to restart. */
  readonly restarted: boolean;
}

export const JOURNAL = joinPath(LAYOUT.state, 'journal.json');
export const PRIVATE_FILE: Attributes = { owner: 'root', group: 'root', mode: 0o600 };
export const PRIVATE_DIRECTORY: Attributes = { owner: 'root', group: 'root', mode: 0o700 };

export async function writeJournal(machine: Machine, journal: Journal): Promise<void> {
  await machine.write(JOURNAL, Buffer.from(`${JSON.stringify(journal, null, 1)}\n`), PRIVATE_FILE);
}

export async function removeJournal(machine: Machine): Promise<void> {
  await machine.remove(LAYOUT.state, 'journal.json');
}

/** The journal of an unfinished run; undefined where the last one ended properly. */
export async function readJournal(host: Host): Promise<Journal | undefined> {
  const file = await host.read(JOURNAL);
  if (file === undefined) return undefined;
  try {
    return JSON.parse(file.bytes.toString('utf8')) as Journal;
  } catch (error) {
    throw new Error(
      `${JOURNAL}, the record of a run that did not finish, cannot be read (${error instanceof Error ? error.message : error}). ` +
        `What stood before that run is in the newest directory of ${LAYOUT.state}/history; put it right by hand, then remove ${JOURNAL}`,
    );
  }
}
