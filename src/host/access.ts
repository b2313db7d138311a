import { constants } from 'node:fs';
import { access, lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Account, Accounts } from './accounts.ts';
import type { Access, AccessQuestion } from './host.ts';
import { execute } from './programs.ts';
import { onDisk, resolveInRoot } from './resolve.ts';

const TEST_FLAG: Readonly<Record<Access, string>> = { read: '-r', write: '-w', search: '-x' };
const ACCESS_BIT: Readonly<Record<Access, number>> = { read: constants.R_OK, write: constants.W_OK, search: constants.X_OK };

/**
 * Asks the kernel, as each account, in one process an account: it alone knows ACLs, read-only
 * mounts and NFS. Where we cannot become that account (we are not root) the modes have to do.
 */
export async function answerAccess(
  root: string,
  accounts: Accounts,
  questions: readonly AccessQuestion[],
): Promise<readonly boolean[]> {
  const answers = questions.map(() => false);
  for (const name of new Set(questions.map((question) => question.account))) {
    const account = accounts.find(name);
    if (account === undefined) continue;
    const mine = questions.flatMap((question, index) => (question.account === name ? [{ question, index }] : []));
    const paths = await Promise.all(
      mine.map(async ({ question }) => onDisk(root, (await resolveInRoot(root, question.path))?.real ?? question.path)),
    );
    const accesses = mine.map(({ question }) => question.access);
    const granted = await answerFor(account, paths, accesses);
    mine.forEach(({ index }, at) => {
      answers[index] = granted[at] ?? false;
    });
  }
  return answers;
}

async function answerFor(account: Account, paths: readonly string[], accesses: readonly Access[]): Promise<readonly boolean[]> {
  const us = process.getuid?.();
  if (account.uid === us) return Promise.all(paths.map((path, index) => tryAccess(path, accesses[index] ?? 'read')));
  if (us !== 0) return Promise.all(paths.map((path, index) => grantedByModes(account, path, accesses[index] ?? 'read')));
  const script = 'while [ $# -gt 0 ]; do if [ "$1" "$2" ]; then echo y; else echo n; fi; shift 2; done';
  const args = paths.flatMap((path, index) => [TEST_FLAG[accesses[index] ?? 'read'], path]);
  const result = await execute({ file: '/bin/sh', args: ['-c', script, 'sh', ...args], account, timeoutMs: 30_000 });
  return result.stdout.split('\n').map((line) => line === 'y');
}

function tryAccess(path: string, wanted: Access): Promise<boolean> {
  return access(path, ACCESS_BIT[wanted]).then(
    () => true,
    () => false,
  );
}

/** Every directory on the way must be searchable, then the thing itself. */
async function grantedByModes(account: Account, path: string, wanted: Access): Promise<boolean> {
  for (let at = path; at !== '/'; at = dirname(at)) {
    const facts = await lstat(at).catch(() => undefined);
    if (facts === undefined || !modeGrants(account, facts, at === path ? wanted : 'search')) return false;
  }
  return true;
}

/** The permission bits of one file, as the kernel reads them without ACLs (path_resolution(7)). */
export function modeGrants(account: Account, facts: { uid: number; gid: number; mode: number }, wanted: Access): boolean {
  if (account.uid === 0) return true;
  const bit = ACCESS_BIT[wanted];
  if (facts.uid === account.uid) return ((facts.mode >> 6) & bit) !== 0;
  if (account.groups.includes(facts.gid)) return ((facts.mode >> 3) & bit) !== 0;
  return (facts.mode & bit) !== 0;
}
