import { type HostPath, joinPath } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';

/** What stood at one path before a choice first changed it, and what we last left there. */
export interface Original {
  readonly path: HostPath;
  /** Null: nothing stood there. `copy` is in the store. */
  readonly before: (Attributes & { readonly hash: string; readonly copy: HostPath }) | null;
  /** sha256 of what we left there; null: nothing. Where the file differs, somebody edited it since. */
  readonly written: string | null;
  /** Somebody edited the file between two runs of ours: `before` then lacks their edits, and is not given back whole. */
  readonly mixed?: true;
  /** What we left there is half of a pair that was handed over: it is not ours to replace. */
  readonly given?: true;
  readonly since: string;
}

/** The directory of every choice's originals: below the program's own records, root's alone. */
export const ORIGINALS = joinPath(LAYOUT.state, 'originals');

/** The index of one choice; the copies lie in the directory of the same name beside it. */
export function originalsIndex(choice: string): HostPath {
  return joinPath(ORIGINALS, `${choice}.json`);
}

/** The choices that have originals, by the files that are there. */
export async function choicesWithOriginals(host: Host): Promise<readonly string[]> {
  const names = (await host.list(ORIGINALS).catch(() => undefined)) ?? [];
  return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).map((name) => name.slice(0, -'.json'.length));
}

/** The originals that a choice has in use, oldest first; [] where it was never applied, was taken back, or the record is lost. */
export async function readOriginals(host: Host, choice: string): Promise<readonly Original[]> {
  const file = await host.read(originalsIndex(choice)).catch(() => undefined);
  if (file === undefined) return [];
  try {
    return JSON.parse(file.bytes.toString('utf8')) as Original[];
  } catch {
    return [];
  }
}
