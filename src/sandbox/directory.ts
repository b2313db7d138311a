import { chmod, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { octal } from '../model/ownership.ts';
import { whoAmI } from './accounts.ts';
import { SandboxError } from './error.ts';

/** The place for a sandbox: its real path, and whether it had to be made. */
export interface Place {
  readonly path: string;
  readonly made: boolean;
}

/** PostgreSQL's socket lies at DIR/var/run/postgresql/.s.PGSQL.NNNNN, and the kernel allows 107 bytes. */
const longestPath = 70;

/** Makes the directory, or takes an empty one of ours; refuses everything else and says why. */
export async function takeDirectory(asked: string, withServers: boolean): Promise<Place> {
  const wanted = resolve(asked);
  const parent = await realpath(dirname(wanted)).catch(() => {
    throw new SandboxError(`${dirname(wanted)} does not exist: make it first, or choose a directory below /var/tmp.`);
  });
  const path = join(parent, basename(wanted));
  if (!/^[A-Za-z0-9._/@+~-]+$/.test(path)) {
    throw new SandboxError(
      `The path ${path} would have to be quoted in every file below it: use letters, digits and ._-@+~ only.`,
    );
  }
  if (withServers && path.length > longestPath) {
    throw new SandboxError(`The path ${path} is too long for a Unix socket below it (at most ${longestPath} characters).`);
  }
  await refuseClosedAncestors(parent);
  const made = await makeOrCheck(path);
  // It is the tree's `/`: every account of the tree goes through it.
  await chmod(path, 0o755);
  return { path, made };
}

async function makeOrCheck(path: string): Promise<boolean> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) {
    await mkdir(path, { mode: 0o755 }).catch((error: Error) => {
      throw new SandboxError(`${path} cannot be made: ${error.message}.`);
    });
    return true;
  }
  if (!there.isDirectory()) throw new SandboxError(`${path} is not a directory: give one that is new or empty.`);
  if (there.uid !== whoAmI().uid) {
    throw new SandboxError(`${path} belongs to another account (uid ${there.uid}): give a new directory, or one of your own.`);
  }
  const names = await readdir(path);
  if (names.length > 0) {
    const some = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
    throw new SandboxError(`${path} is not empty (it holds ${some}): give a new or an empty directory.`);
  }
  return false;
}

/** The tree's accounts are strangers to this machine, so every directory on the way must be open to everybody. */
async function refuseClosedAncestors(parent: string): Promise<void> {
  if (!whoAmI().root) return;
  for (let path = parent; ; path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) {
      throw new SandboxError(
        `The sandbox's accounts could not get through ${path} (mode ${octal(mode & 0o7777)}): ` +
          `chmod o+x ${path}, or choose a directory below /var/tmp.`,
      );
    }
    if (path === '/') return;
  }
}
