import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { isErrno, systemMessage } from '../host/errno.ts';
import { onDisk } from '../host/resolve.ts';
import { isTrustedUid, isWritableByOthers } from '../host/trust.ts';
import { baseName, type HostPath, hostPath, parentOf } from '../model/paths.ts';
import { UnsafePathError } from './machine.ts';

const ANY_DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY;
const DIRECTORY = ANY_DIRECTORY | constants.O_NOFOLLOW;
const MOST_LINKS = 40;

/** A directory held open, and the name in it that a path leads to. Close `directory` when done. */
export interface Place {
  readonly directory: FileHandle;
  readonly name: string;
  /** The path with every trusted link on the way resolved. */
  readonly real: HostPath;
}

/** The name `name` in a directory we hold: no component before it can be swapped under us. */
export function within(directory: FileHandle, name: string): string {
  return `/proc/self/fd/${directory.fd}/${name}`;
}

/**
 * Opens the directory that holds `path`, component by component and never through a link that the
 * kernel would follow by itself. A link that root owns, in a directory that only root writes, is
 * followed (a moved data directory is one); any other one ends it with an UnsafePathError: below
 * directories that ecuser and msyspg own, a link is a way to make root write elsewhere.
 * `followLast: false` leaves the last component alone: it is the name itself that is meant.
 */
export async function openPlace(root: string, path: HostPath, followLast = true): Promise<Place> {
  let todo = hostPath(path);
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const step = await walk(root, path, todo, followLast);
    if ('place' in step) return step.place;
    todo = step.next;
  }
  throw new UnsafePathError(path, path, 'is a loop of links');
}

type Step = { readonly place: Place } | { readonly next: HostPath };

async function walk(root: string, asked: HostPath, path: HostPath, followLast: boolean): Promise<Step> {
  const parts = parentOf(path).split('/').filter(Boolean);
  // The root is what the operator named: it may be a link.
  let directory = await openDirectory(onDisk(root, hostPath('/')), asked, hostPath('/'), ANY_DIRECTORY);
  let at = hostPath('/');
  try {
    for (const [index, part] of parts.entries()) {
      const here = hostPath(`${at}/${part}`);
      const target = await trustedLink(directory, part, asked, here);
      if (target !== undefined) {
        await directory.close();
        return { next: continueAt(at, target, [...parts.slice(index + 1), baseName(path)]) };
      }
      const next = await openDirectory(within(directory, part), asked, here);
      await directory.close();
      directory = next;
      at = here;
    }
    const name = baseName(path);
    const target = followLast ? await trustedLink(directory, name, asked, path) : undefined;
    if (target === undefined) return { place: { directory, name, real: path } };
    await directory.close();
    return { next: continueAt(at, target, []) };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

function continueAt(at: HostPath, target: string, rest: readonly string[]): HostPath {
  return hostPath([target.startsWith('/') ? '' : at, target, ...rest].join('/'));
}

async function openDirectory(disk: string, asked: HostPath, here: HostPath, flags = DIRECTORY): Promise<FileHandle> {
  try {
    return await open(disk, flags);
  } catch (error) {
    if (isErrno(error, 'ELOOP', 'ENOTDIR')) throw new UnsafePathError(asked, here, 'is not a directory');
    if (isErrno(error, 'ENOENT')) throw new UnsafePathError(asked, here, 'does not exist');
    throw new UnsafePathError(asked, here, `cannot be opened (${systemMessage(error)})`);
  }
}

/** The target of a link we may follow; undefined where it is no link. Throws for a link of somebody else's. */
async function trustedLink(directory: FileHandle, name: string, asked: HostPath, here: HostPath): Promise<string | undefined> {
  const facts = await lookAt(directory, name);
  if (facts?.isSymbolicLink() !== true) return undefined;
  if (!isTrustedUid(facts.uid)) throw new UnsafePathError(asked, here, 'is a symbolic link that root does not own');
  if (isWritableByOthers(await directory.stat())) {
    throw new UnsafePathError(asked, here, 'is a symbolic link in a directory that others than root write');
  }
  return readlink(within(directory, name));
}

/** lstat of a name in a directory we hold; undefined where there is none. */
export async function lookAt(directory: FileHandle, name: string): Promise<Stats | undefined> {
  try {
    return await lstat(within(directory, name));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** What we replace or remove must be a plain file with one name: anything else was put there for us, or is not ours to break. */
export function refuseUnlessPlain(asked: HostPath, facts: Stats): void {
  if (!facts.isFile()) throw new UnsafePathError(asked, asked, 'is not a regular file');
  if (facts.nlink > 1)
    throw new UnsafePathError(asked, asked, `has ${facts.nlink} hard links: writing one name would change or split the others`);
}
