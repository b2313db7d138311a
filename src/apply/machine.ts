import type { ProgramAnswer, ProgramQuestion } from '../host/host.ts';
import type { HostPath } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';

/** A file written beside its destination, durable, and not yet visible under its name. */
export interface StagedFile {
  readonly path: HostPath;
  /** Name of the temporary file, in the directory of `path`. */
  readonly temporary: string;
}

/** What has to stand at a path before it is touched. */
export interface Expected {
  /** Owner, group and mode are one of these. */
  readonly attributes: readonly Attributes[];
  /** sha256 of the bytes; null for a directory. */
  readonly hash: string | null;
}

/**
 * The only thing that writes to a host or starts anything on it. Handed to apply and to the
 * sandbox, never to planning. Paths are the tree's own. Every method follows only links that root
 * owns in directories that only root writes, and throws UnsafePathError for what others planted.
 */
export interface Machine {
  readonly root: string;
  /**
   * Writes `bytes` under a temporary name beside `path`, with exactly these attributes whatever the
   * umask, fsynced. ACL and extended attributes are taken from the file `like`.
   */
  stage(path: HostPath, temporary: string, bytes: Buffer, attributes: Attributes, like?: HostPath): Promise<StagedFile>;
  /**
   * Renames the staged file over its destination and fsyncs the directory. With `keepAs` what stood
   * there stays beside it under that name, itself and not a copy: putting it back needs no space.
   */
  commit(staged: StagedFile, keepAs?: string): Promise<void>;
  /** Removes a temporary file; false where there is none. */
  discard(staged: StagedFile): Promise<boolean>;
  /** Removes a plain file, or with `keepAs` gives it that name beside. Fine where there is none. */
  removeFile(path: HostPath, keepAs?: string): Promise<void>;
  /** Overwrites a plain file before it removes it. Fine where there is none. */
  shred(path: HostPath): Promise<void>;
  /** stage and commit at once, for the program's own records. */
  write(path: HostPath, bytes: Buffer, attributes: Attributes): Promise<void>;
  makeDirectory(path: HostPath, attributes: Attributes): Promise<void>;
  /** Changes owner and mode of the file or directory that `expected` describes, and of no other one that took its name. */
  setAttributes(path: HostPath, attributes: Attributes, expected: Expected): Promise<void>;
  symlink(path: HostPath, target: string): Promise<void>;
  /** Renames within one directory; whatever has the new name is replaced at once. */
  rename(directory: HostPath, from: string, to: string): Promise<void>;
  /** Removes one name, a file or a link that nobody follows, from a directory. Fine where there is none. */
  remove(directory: HostPath, name: string): Promise<void>;
  /** Removes an empty directory. Fine where there is none. */
  removeDirectory(path: HostPath): Promise<void>;
  /** Throws UnsafePathError where anything but a plain file with one name, or nothing, stands at `path`. */
  refuseUnlessPlain(path: HostPath): Promise<void>;
  /** True once no process runs `program` any more; false where one still does after `patienceMs`. */
  ended(program: HostPath, patienceMs: number): Promise<boolean>;
  /** Runs one of Momentum's tools to its end: what it makes is nobody else's until it says so, what it prints is on no disk. */
  runTool(program: ProgramQuestion): Promise<ProgramAnswer>;
  /** Runs a program that may change something: a service's init script. Clean umask, environment, directory, descriptors. */
  run(program: ProgramQuestion): Promise<ProgramAnswer>;
}

/** Something on the way to `path` is not what root put there; nothing was done. */
export class UnsafePathError extends Error {
  override readonly name = 'UnsafePathError';
  readonly path: HostPath;
  readonly component: HostPath;
  readonly reason: string;
  constructor(path: HostPath, component: HostPath, reason: string) {
    super(`Refusing to touch ${path}: ${component} ${reason}`);
    this.path = path;
    this.component = component;
    this.reason = reason;
  }
}
