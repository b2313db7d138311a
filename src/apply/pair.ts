import type { Host } from '../host/host.ts';
import { baseName, type HostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Machine } from './machine.ts';

/** One half of a pair: where it is, what stands or is to stand there. */
export interface Half {
  readonly path: HostPath;
  readonly bytes: Buffer;
  readonly attributes: Attributes;
}

export type Pair = readonly [Half, Half];

/** Names of ours beside the pair while it changes; what a crash leaves of them is swept away. */
const PREFIX = '.momentum-secure-pair-';

/**
 * Replaces a key and its certificate where both are in use. Two renames would leave an instant,
 * and after a power cut for ever, in which the key does not match: a server does not start then.
 * So both names first become links through one directory link, over copies of what is there now;
 * that one link is switched, which is a single rename; then the names become plain files again.
 * After every step both names lead to halves that match. PostgreSQL and Apache follow links and
 * look at the owner and mode of what they end at. `token` makes the names of one switch its own:
 * undoing an interrupted switch runs over what the first one left.
 */
export async function switchPair(machine: Machine, now: Pair, next: Pair, token: string): Promise<void> {
  const directory = parentOf(now[0].path);
  const link = `${PREFIX}${token}`;
  const point = async (name: string, target: string) => {
    const temporary = `${link}.link`;
    await machine.symlink(joinPath(directory, temporary), target);
    await machine.rename(directory, temporary, name);
  };
  const plain = (half: Half) => `${link}.${baseName(half.path)}`;
  // Everything that takes space first: a full disk then stops it while both names are as they were.
  await copyInto(machine, joinPath(directory, `${link}-now`), now);
  await copyInto(machine, joinPath(directory, `${link}-next`), next);
  for (const half of next) await machine.write(joinPath(directory, plain(half)), half.bytes, half.attributes);
  await point(link, `${link}-now`);
  for (const half of now) await point(baseName(half.path), `${link}/${baseName(half.path)}`);
  await point(link, `${link}-next`);
  for (const half of next) await machine.rename(directory, plain(half), baseName(half.path));
}

async function copyInto(machine: Machine, directory: HostPath, pair: Pair): Promise<void> {
  await machine.makeDirectory(directory, { ...pair[0].attributes, mode: 0o700 });
  for (const half of pair) await machine.write(joinPath(directory, baseName(half.path)), half.bytes, half.attributes);
}

/**
 * Removes everything of ours beside a pair. Only once the names are plain files again. What only
 * looks like ours, and does not let itself be removed like it, was put there by the directory's owner.
 */
export async function sweepPair(machine: Machine, host: Host, directory: HostPath): Promise<void> {
  for (const name of (await host.list(directory)) ?? []) {
    if (name.startsWith(PREFIX)) await sweep(machine, host, directory, name).catch(() => undefined);
  }
}

async function sweep(machine: Machine, host: Host, directory: HostPath, name: string): Promise<void> {
  const path = joinPath(directory, name);
  if ((await host.lstat(path))?.kind !== 'directory') return machine.remove(directory, name);
  for (const inner of (await host.list(path)) ?? []) await machine.remove(path, inner);
  await machine.removeDirectory(path);
}
