import type { Host } from '../host/host.ts';
import { readOriginals } from '../host/originals.ts';
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
