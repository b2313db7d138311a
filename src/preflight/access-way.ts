import { modeGrants } from '../host/access.ts';
import type { Access, AccessQuestion, FileFacts, Host } from '../host/host.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { Need } from './needs.ts';

/** A component that an account does not get through, or the thing itself that it may not read. */
export interface Obstacle {
  readonly facts: FileFacts;
  /** What it must be able to do there: permission bits of one class, 4 read, 1 search. */
  readonly bits: number;
  /** False: the modes would let it, and something else does not (an ACL, a mount, a directory above the tree). */
  readonly byMode: boolean;
}

/** The way to something that is needed, and what stands in it, the first obstacle first. */
export interface Blocked {
  readonly need: Need;
  readonly obstacles: readonly [Obstacle, ...Obstacle[]];
}

/** The needs that are not met, as the kernel sees it. */
export async function blockedNeeds(host: Host, needs: readonly Need[]): Promise<readonly Blocked[]> {
  const ways = await Promise.all(needs.map((need) => wayTo(host, need)));
  const questions = new Map(ways.flat().map((question) => [keyOf(question), question]));
  const answers = await host.can([...questions.values()]);
  const granted = new Map([...questions.keys()].map((key, index) => [key, answers[index] === true]));
  const blocked = await Promise.all(
    needs.map(async (need, index): Promise<Blocked | undefined> => {
      const way = ways[index] ?? [];
      const first = way.findIndex((question) => granted.get(keyOf(question)) !== true);
      return first === -1 ? undefined : obstaclesFrom(host, need, way, first);
    }),
  );
  return blocked.filter((one) => one !== undefined);
}

/** Every directory is searched in the order the kernel comes to it, where links lead to too; then the thing itself. */
async function wayTo(host: Host, { account, path, kind }: Need): Promise<readonly AccessQuestion[]> {
  const asked = chain(parentOf(path));
  const real = await Promise.all(asked.map(async (directory) => (await host.stat(directory))?.real ?? directory));
  // A data directory that was moved is a link itself. Single files are not looked at: the plan would depend on each of them.
  const end = parentOf(kind === 'file' ? path : ((await host.stat(path))?.real ?? path));
  const directories = [...new Set([...real, end].flatMap(chain))].filter((directory) => directory !== path);
  const last: readonly Access[] = kind === 'directory' ? ['search', 'read'] : ['read'];
  return [
    ...directories.map((directory): AccessQuestion => ({ account, path: directory, access: 'search' })),
    ...last.map((access): AccessQuestion => ({ account, path, access })),
  ];
}

function chain(path: HostPath): readonly HostPath[] {
  return path === parentOf(path) ? [path] : [...chain(parentOf(path)), path];
}

/** Behind a closed directory the kernel says no to everything: there the modes tell what else is in the way. */
async function obstaclesFrom(
  host: Host,
  need: Need,
  way: readonly AccessQuestion[],
  first: number,
): Promise<Blocked | undefined> {
  const account = (await host.accounts()).find(need.account);
  if (account === undefined) return undefined;
  const found = new Map<HostPath, Obstacle>();
  for (const [index, { path, access }] of way.entries()) {
    const facts = index < first ? undefined : await host.stat(path);
    if (facts === undefined) continue;
    const byMode = !modeGrants(account, facts, access);
    if (!byMode && index !== first) continue;
    const bits = (found.get(path)?.bits ?? 0) | (access === 'read' ? 4 : 1);
    found.set(path, { facts, bits, byMode: byMode || found.get(path)?.byMode === true });
  }
  const [one, ...more] = found.values();
  return one === undefined ? undefined : { need, obstacles: [one, ...more] };
}

function keyOf({ account, path, access }: AccessQuestion): string {
  return `${account} ${access} ${path}`;
}
