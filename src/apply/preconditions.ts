import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { ownership } from '../model/ownership.ts';
import type { HostPath } from '../model/paths.ts';
import type { Precondition } from '../plan/plan.ts';

/** Something that a plan was made from is not so any more. */
export interface Moved {
  readonly path: HostPath;
  readonly was: string;
  readonly is: string;
}

/** Looks again at everything the plan looked at; what differs, in words. */
export async function findMoved(host: Host, preconditions: readonly Precondition[]): Promise<readonly Moved[]> {
  const looked = await Promise.all(
    preconditions.map(async ({ path, state }) => {
      // The store is ours, and is made before this: that it was not there yet is no news.
      if (path === LAYOUT.state) return undefined;
      const now = await stateOf(host, path, state?.hash != null);
      const [was, is] = [describe(state), describe(now)];
      return was === is ? undefined : { path, was, is };
    }),
  );
  return looked.filter((moved) => moved !== undefined);
}

async function stateOf(host: Host, path: HostPath, withHash: boolean): Promise<Precondition['state']> {
  // The plan may have looked at the link itself or through it; either way the kind tells which.
  const facts = (await host.stat(path)) ?? (await host.lstat(path));
  if (facts === undefined) return null;
  const hash = withHash ? ((await host.read(path))?.hash ?? null) : null;
  return { kind: facts.kind, hash, owner: facts.owner, group: facts.group, mode: facts.mode };
}

function describe(state: Precondition['state']): string {
  if (state === null) return 'not there';
  const hash = state.hash === null ? '' : `, sha256 ${state.hash.slice(0, 12)}`;
  return `${state.kind}, ${ownership(state)}${hash}`;
}
