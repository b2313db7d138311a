/**
 * A path as the operator of the mail server sees it: absolute, `/`-separated, inside the tree.
 * With `--root DIR` the file `/etc/passwd` of the tree lies at `DIR/etc/passwd` on the disk;
 * only host/ and apply/ ever make that translation, so a path that reached a screen, a plan
 * or a receipt is always the tree's own.
 */
export type HostPath = string & { readonly __brand: 'HostPath' };

/** Marks an absolute, normalised literal as a host path. Throws on a relative one: that is a bug. */
export function hostPath(path: string): HostPath {
  if (!path.startsWith('/')) throw new Error(`Expected an absolute path inside the tree, got ${path}`);
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}` as HostPath;
}

/** `relative` seen from the directory `directory`; an absolute one stands on its own. */
export function joinPath(directory: HostPath, relative: string): HostPath {
  return hostPath(relative.startsWith('/') ? relative : `${directory}/${relative}`);
}

/** The directory that holds `path`; `/` holds itself. */
export function parentOf(path: HostPath): HostPath {
  return hostPath(path.slice(0, Math.max(1, path.lastIndexOf('/'))));
}

/** The last component of `path`. */
export function baseName(path: HostPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
