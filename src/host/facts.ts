import { createHash } from 'node:crypto';
import type { BigIntStats, Stats } from 'node:fs';
import type { HostPath } from '../model/paths.ts';
import type { Accounts } from './accounts.ts';
import type { FileFacts, FileKind, FollowedLink } from './host.ts';

function kindOf(facts: Stats | BigIntStats): FileKind {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'directory';
  if (facts.isSymbolicLink()) return 'link';
  if (facts.isSocket()) return 'socket';
  if (facts.isFIFO()) return 'fifo';
  return 'device';
}

export function toFacts(
  path: HostPath,
  real: HostPath,
  stats: Stats,
  accounts: Accounts,
  followed: readonly FollowedLink[],
  target?: string,
): FileFacts {
  return {
    path,
    real,
    kind: kindOf(stats),
    owner: accounts.userName(stats.uid),
    group: accounts.groupName(stats.gid),
    uid: stats.uid,
    gid: stats.gid,
    mode: stats.mode & 0o7777,
    size: stats.size,
    links: stats.nlink,
    modified: stats.mtime,
    followed,
    ...(target === undefined ? {} : { target }),
  };
}

/** sha256 in hex, the form in which plans, receipts and JSON name contents. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
