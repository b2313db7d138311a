import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Root, and whoever runs us: in an ordinary user's sandbox those are the tree's root. */
export function isTrustedUid(uid: number): boolean {
  return uid === 0 || uid === process.getuid?.();
}

/** Could somebody other than root (or us) put something else in this place? */
export function isWritableByOthers(facts: Stats): boolean {
  if (!isTrustedUid(facts.uid)) return true;
  // A sticky directory (/tmp) lets everybody add, but nobody replace what root owns.
  const sticky = facts.isDirectory() && (facts.mode & 0o1000) !== 0;
  if (sticky) return false;
  return (facts.mode & 0o002) !== 0 || ((facts.mode & 0o020) !== 0 && !isTrustedGid(facts.gid));
}

function isTrustedGid(gid: number): boolean {
  return gid === 0 || gid === process.getgid?.();
}

/**
 * The first component of `disk` (below `root`) that others could replace, as a path on the disk.
 * A program with one is not run as root: they would choose what runs.
 */
export async function replaceableComponent(root: string, disk: string): Promise<string | undefined> {
  const chain: string[] = [];
  for (let at = disk; ; at = dirname(at)) {
    chain.unshift(at);
    if (at === root || at === '/') break;
  }
  for (const path of chain) {
    const facts = await lstat(path);
    if (isWritableByOthers(facts)) return path;
  }
  return undefined;
}
