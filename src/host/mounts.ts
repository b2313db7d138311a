import { readFile, realpath, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HostPath, hostPath } from '../model/paths.ts';
import { isErrno, systemMessage } from './errno.ts';
import { HostReadError } from './host.ts';
import { onDisk, resolveInRoot } from './resolve.ts';

/** The file system that a path lies on, or will lie on. */
export interface MountFacts {
  /** Where it is mounted; `/` also for what is mounted above a tree's root. */
  readonly point: HostPath;
  /** True where the path itself is the mount point: nothing can be renamed over it. */
  readonly exact: boolean;
  /** As the kernel names it: `ext4`, `nfs4`. */
  readonly type: string;
  readonly source: string;
  readonly readOnly: boolean;
  /** What we may still write: root also has the reserved blocks. */
  readonly freeBytes: number;
  /** Undefined where the file system does not count them in advance (btrfs). */
  readonly freeFiles: number | undefined;
}

/** One line of proc(5) mountinfo. */
export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
  readonly readOnly: boolean;
}

/** Mounts of this machine; undefined where the kernel does not tell. */
export async function readMounts(): Promise<readonly Mount[] | undefined> {
  const text = await readFile('/proc/self/mountinfo', 'latin1').catch(() => undefined);
  return text === undefined ? undefined : parseMounts(text);
}

export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    // Optional fields end with a lone hyphen; type, source and the options of the super block follow.
    const [before = '', after = ''] = line.split(' - ');
    const [, , , , point, options = ''] = before.split(' ');
    const [type = '', source = '', superOptions = ''] = after.split(' ');
    if (point === undefined) return [];
    const readOnly = [...options.split(','), ...superOptions.split(',')].includes('ro');
    return [{ point: unescapeOctal(point), type, source: unescapeOctal(source), readOnly }];
  });
}

/** Blanks, tabs, line ends and backslashes are written in octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** What `path`, or the nearest directory above it that is there, lies on. Undefined where it cannot be told. */
export async function mountOf(root: string, path: HostPath, mounts: readonly Mount[]): Promise<MountFacts | undefined> {
  const resolved = await resolveInRoot(root, path);
  if (resolved === undefined) return undefined;
  const [realRoot, nearest] = await Promise.all([realpath(root), nearestThere(onDisk(root, resolved.real), path)]);
  // Links below the root are followed already; the root itself may be reached through one.
  const disk = root === '/' ? nearest.disk : `${realRoot}${nearest.disk.slice(root.length)}`;
  const mount = mountAt(mounts, disk);
  if (mount === undefined) return undefined;
  const { free, files, ffree } = nearest;
  return {
    point: pointInTree(realRoot, mount.point),
    exact: mount.point === disk && nearest.disk === onDisk(root, resolved.real),
    type: mount.type,
    source: mount.source,
    readOnly: mount.readOnly,
    freeBytes: free,
    freeFiles: files === 0 ? undefined : ffree,
  };
}

async function nearestThere(
  disk: string,
  asked: HostPath,
): Promise<{ disk: string; free: number; files: number; ffree: number }> {
  for (let at = disk; ; at = dirname(at)) {
    try {
      const { bsize, bfree, bavail, files, ffree } = await statfs(at);
      return { disk: at, free: bsize * (process.getuid?.() === 0 ? bfree : bavail), files, ffree };
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR') || at === '/') throw new HostReadError(asked, systemMessage(error));
    }
  }
}

/** The longest mount point above it; of two on the same place the later one hides the other. */
function mountAt(mounts: readonly Mount[], disk: string): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of mounts) {
    const above = mount.point === '/' || disk === mount.point || disk.startsWith(`${mount.point}/`);
    if (above && (best === undefined || mount.point.length >= best.point.length)) best = mount;
  }
  return best;
}

function pointInTree(realRoot: string, point: string): HostPath {
  if (realRoot === '/') return hostPath(point);
  return hostPath(point.startsWith(`${realRoot}/`) ? point.slice(realRoot.length) : '/');
}
