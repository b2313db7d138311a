import type { HostPath } from '../model/paths.ts';
import { execute } from './programs.ts';
import { onDisk, resolveInRoot } from './resolve.ts';

/** What the permission bits do not show. Undefined: it cannot be told from here, or nothing is there. */
export interface FileAttributes {
  readonly acl: boolean | undefined;
  readonly immutable: boolean | undefined;
  readonly appendOnly: boolean | undefined;
}

const TIMEOUT_MS = 10_000;

/** Asks this machine's own ls and lsattr, one process each: Node has no call for either. */
export async function readAttributes(root: string, paths: readonly HostPath[]): Promise<readonly FileAttributes[]> {
  if (paths.length === 0) return [];
  const disks = await Promise.all(paths.map(async (path) => onDisk(root, (await resolveInRoot(root, path))?.real ?? path)));
  const [ls, lsattr] = await Promise.all([
    execute({ file: 'ls', args: ['-ld', '--', ...disks], timeoutMs: TIMEOUT_MS }),
    execute({ file: 'lsattr', args: ['-d', '--', ...disks], timeoutMs: TIMEOUT_MS }),
  ]);
  const hasLsattr = lsattr.exit !== null && lsattr.exit !== 127;
  return disks.map((disk) => {
    const listed = rowOf(ls.stdout, disk);
    if (listed === undefined) return { acl: undefined, immutable: undefined, appendOnly: undefined };
    const acl = listed[10] === '+';
    const flags = rowOf(lsattr.stdout, disk)?.split(' ')[0];
    if (flags !== undefined) return { acl, immutable: flags.includes('i'), appendOnly: flags.includes('a') };
    // A file system that has no flags (tmpfs, NFS) says so on stderr: then none is set.
    const refused = !hasLsattr || /denied|not permitted/i.test(rowOf(lsattr.stderr, disk) ?? '');
    return refused ? { acl, immutable: undefined, appendOnly: undefined } : { acl, immutable: false, appendOnly: false };
  });
}

/** ls sorts and leaves out what is missing, so a row is found by the path it ends in. */
function rowOf(output: string, disk: string): string | undefined {
  return output.split('\n').find((line) => line.endsWith(` ${disk}`));
}
