import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ownership } from '../model/ownership.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { FileFacts, Host } from './host.ts';

/** Root, and whoever runs us: in an ordinary user's sandbox those are the tree's root. */
export function isTrustedUid(uid: number): boolean {
  return uid === 0 || uid === process.getuid?.();
}

/** Could somebody other than root (or us) put something else in this place? */
export function isWritableByOthers(facts: Stats): boolean {
  return mayBeChangedByOthers(facts, facts.isDirectory());
}

function mayBeChangedByOthers(facts: { readonly uid: number; readonly gid: number; readonly mode: number }, directory: boolean) {
  if (!isTrustedUid(facts.uid)) return true;
  // A sticky directory (/tmp) lets everybody add, but nobody replace what root owns.
  if (directory && (facts.mode & 0o1000) !== 0) return false;
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

/** A place that others could put something else in: which, and in words by what. */
interface Replaceable {
  readonly path: HostPath;
  readonly by: string;
}

/**
 * The same of a file that is only read: what others could replace on the way to it, by the names it was
 * asked for and by those they lead to. From there, root would read what they choose.
 */
export async function replaceableOnTheWay(host: Host, { real, followed }: FileFacts): Promise<Replaceable | undefined> {
  const places = [real, ...followed.map((link) => parentOf(link.path))].flatMap(withAncestors);
  const met = (await Promise.all([...new Set(places)].map((path) => host.stat(path)))).filter((facts) => facts !== undefined);
  const open = met.find((facts) => mayBeChangedByOthers(facts, facts.kind === 'directory'));
  if (open !== undefined) return { path: open.path, by: ownership(open) };
  // Of a file with an ACL these bits are its mask: whom it lets write, the group's own entry aside, the mode does not say.
  const masked = met.filter(({ mode, kind }) => (mode & 0o020) !== 0 && !(kind === 'directory' && (mode & 0o1000) !== 0));
  const attributes = await host.attributes(masked.map(({ path }) => path));
  const granted = masked.find((_, at) => attributes[at]?.acl === true);
  return granted && { path: granted.path, by: `${ownership(granted)}, and an ACL` };
}

function withAncestors(path: HostPath): readonly HostPath[] {
  const parent = parentOf(path);
  return parent === path ? [path] : [...withAncestors(parent), path];
}
