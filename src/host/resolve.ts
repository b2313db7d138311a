import { lstat, readlink } from 'node:fs/promises';
import { type HostPath, hostPath } from '../model/paths.ts';
import { isErrno } from './errno.ts';

/** Linux gives up after as many (path_resolution(7)). */
const MOST_LINKS = 40;

export interface Resolved {
  /** Where the path ends once every link is followed inside the root. */
  readonly real: HostPath;
  /** Links met on the way, as tree paths, in order: whoever owns one decides where the path leads. */
  readonly links: readonly HostPath[];
}

/** The place on this machine's disk of a tree path. Follows nothing: the kernel would follow links out of the root. */
export function onDisk(root: string, path: HostPath): string {
  return root === '/' ? path : `${root}${path === '/' ? '' : path}`;
}

/**
 * Follows links as if `root` were `/`: an absolute target starts at the root again, and `..` does
 * not climb out. With `last: false` the last component itself is not followed.
 * A component that does not exist ends the walk; the rest is taken as it is.
 * Undefined for a loop (ELOOP).
 */
export async function resolveInRoot(root: string, path: HostPath, last = true): Promise<Resolved | undefined> {
  const todo = path.split('/').filter(Boolean);
  const links: HostPath[] = [];
  let at = hostPath('/');
  while (todo.length > 0) {
    const component = todo.shift() as string;
    if (component === '..') {
      at = hostPath(`${at}/..`);
      continue;
    }
    const next = hostPath(`${at}/${component}`);
    if (todo.length === 0 && !last) return { real: next, links };
    const target = await linkTarget(onDisk(root, next));
    if (target === undefined) {
      at = next;
      continue;
    }
    links.push(next);
    if (links.length > MOST_LINKS) return undefined;
    todo.unshift(...target.split('/').filter((part) => part !== '' && part !== '.'));
    if (target.startsWith('/')) at = hostPath('/');
  }
  return { real: at, links };
}

async function linkTarget(disk: string): Promise<string | undefined> {
  try {
    const facts = await lstat(disk);
    return facts.isSymbolicLink() ? await readlink(disk) : undefined;
  } catch (error) {
    // What is not there, or may not be looked at, is no link; the read that follows says so properly.
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EINVAL')) return undefined;
    throw error;
  }
}
