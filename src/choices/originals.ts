import { markersOf } from '../config/markers.ts';
import type { Host } from '../host/host.ts';
import { readOriginals } from '../host/originals.ts';
import { readText } from '../host/text.ts';
import type { Finding } from '../model/finding.ts';
import type { HostPath } from '../model/paths.ts';
import type { Change, Effect } from '../plan/change.ts';

/**
 * Gives a whole file of a choice back to what it was before it: removed where nothing was, else the
 * kept bytes. Only where it is as we left it; what somebody changed since is theirs, and stays.
 */
export async function giveBack(
  host: Host,
  choice: string,
  path: HostPath,
  why: string,
  affects: readonly Effect[],
  pair?: string,
): Promise<readonly Change[]> {
  const original = (await readOriginals(host, choice)).find((candidate) => candidate.path === path);
  if (original === undefined) return [];
  const now = await host.read(path);
  const common = { choice, why, affects, path };
  if (now === undefined || now.hash !== original.written) return [];
  if (original.before === null) return [{ kind: 'remove', ...common, onHash: now.hash }];
  const { copy, hash, owner, group, mode } = original.before;
  // A key that others may have is kept nowhere any more; what is there now goes on.
  if ((await host.stat(copy)) === undefined) return [];
  return [
    {
      kind: 'restore',
      ...common,
      from: copy,
      hash,
      onHash: now.hash,
      attributes: { owner, group, mode },
      ...(pair === undefined ? {} : { pair }),
    },
  ];
}

/**
 * The same changes, but where a file would not come out as it was before the choice, its kept bytes
 * instead: so long as nobody edited it since, taking back is exact. `also` names files to give back
 * that need no change to be without our lines.
 */
export async function exactly(
  host: Host,
  choice: string,
  changes: readonly Change[],
  also: { readonly paths: readonly HostPath[]; readonly affects: readonly Effect[] } = { paths: [], affects: [] },
): Promise<readonly Change[]> {
  const after = host.after(changes);
  const mixed = new Set((await readOriginals(host, choice)).filter((original) => original.mixed).map(({ path }) => path));
  const whole = new Map<HostPath, Change>();
  for (const change of changes) {
    if (change.kind === 'edit') await consider(change.path, change.why, change.affects);
  }
  for (const path of also.paths) if (!whole.has(path)) await consider(path, 'As it was before', also.affects);
  return [...changes.filter((change) => change.kind !== 'edit' || !whole.has(change.path)), ...whole.values()];

  async function consider(path: HostPath, why: string, effects: readonly Effect[]): Promise<void> {
    if (mixed.has(path)) return;
    const [back] = await giveBack(host, choice, path, why, effects);
    if (back?.kind !== 'restore' || (await after.read(path))?.hash === back.hash) return;
    // Kept when the record before it was lost: what was found then was of our own making, and is to go.
    const left = await blocksIn(after, path);
    if ((await blocksIn(host, back.from)).some((id) => !left.includes(id))) return;
    whole.set(path, back);
  }
}

/** Ids of the blocks of ours that a file has. */
async function blocksIn(host: Host, path: HostPath): Promise<readonly string[]> {
  return markersOf((await readText(host, path)) ?? '').map(({ id }) => id);
}

/** Files of the choice that somebody edited after us, or between two runs of ours: not ours alone any more. */
export async function editedPaths(host: Host, choice: string): Promise<readonly HostPath[]> {
  const edited: HostPath[] = [];
  for (const { path, written, mixed } of await readOriginals(host, choice)) {
    const now = await host.read(path);
    if (now !== undefined && (mixed === true || now.hash !== written)) edited.push(path);
  }
  return edited;
}

/** Files of the choice that somebody edited after us: taking it back leaves those edits, and only takes our lines out. */
export async function editedSince(host: Host, choice: string): Promise<readonly Finding[]> {
  return (await editedPaths(host, choice)).map((path) => ({
    id: `${choice.toLowerCase()}-edited-since`,
    status: 'warn',
    what: `${path} was edited since: what is ours is taken out of it, and the rest stays as it is now`,
    evidence: [path],
  }));
}
