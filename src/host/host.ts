import type { Socket } from 'node:net';
import type { HostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import type { Precondition } from '../plan/plan.ts';
import type { Accounts } from './accounts.ts';
import type { FileAttributes } from './file-attributes.ts';
import type { MountFacts } from './mounts.ts';
import type { ProcessFacts } from './process.ts';

export type FileKind = 'file' | 'directory' | 'link' | 'socket' | 'fifo' | 'device';

/** A link on the way to a file. `trusted`: root owns it, in a directory that only root writes. */
export interface FollowedLink {
  readonly path: HostPath;
  readonly trusted: boolean;
}

/** What lstat says, with names from the tree's own passwd and group (`#1234` where it has none). */
export interface FileFacts {
  readonly path: HostPath;
  /** Where `path` ends after following links inside the root; equal to `path` without any. */
  readonly real: HostPath;
  readonly kind: FileKind;
  readonly owner: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
  /** Permission bits with setuid, setgid and sticky: 0o7777. */
  readonly mode: number;
  readonly size: number;
  readonly links: number;
  readonly modified: Date;
  /** Links that were followed to get here, whoever owns them, in order. */
  readonly followed: readonly FollowedLink[];
  /** Where a link points, as it stands in the link. */
  readonly target?: string;
}

/** A regular file: its facts (links followed) and its bytes. */
export interface HostFile extends FileFacts {
  readonly bytes: Buffer;
  /** sha256, hex. */
  readonly hash: string;
}

/** An argument of a program: text, or a path of the tree that becomes a path on the disk. */
export type Argument = string | { readonly path: HostPath; readonly prefix?: string };

/**
 * A question to one of the tree's programs that changes nothing: `postgres --version`, `httpd -V`.
 * It runs as `account`, by default as an unprivileged one where the program could be replaced by
 * others; with a clean environment, in `/`, without stdin, and is killed after `timeoutMs`.
 */
export interface ProgramQuestion {
  readonly program: HostPath;
  readonly args: readonly Argument[];
  readonly account?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** What its standard output has to contain for a yes, where the exit status alone does not tell. */
  readonly expects?: string;
}

export interface ProgramAnswer {
  /** Null: it could not be started, or did not end in time; `stderr` says which. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type Access = 'read' | 'write' | 'search';

export interface AccessQuestion {
  readonly account: string;
  readonly path: HostPath;
  readonly access: Access;
}

/**
 * Read-only view of the machine a Momentum tree is on. Everything that is read goes through here,
 * asynchronously and in few round trips, so that a host behind a POSIX shell is one more
 * implementation. `src/host/local.ts` is the one for this machine; `after()` the one for a plan.
 */
export interface Host {
  /** Where the tree's `/` lies on this machine's disk. For host/ and apply/ only. */
  readonly root: string;
  /** lstat of the last component; links on the way are followed inside the root. */
  lstat(path: HostPath): Promise<FileFacts | undefined>;
  /** stat: links followed, also the last. Undefined where nothing is, or the link dangles. */
  stat(path: HostPath): Promise<FileFacts | undefined>;
  /** Undefined where there is no regular file. Throws HostReadError where there is one and it cannot be read. */
  read(path: HostPath): Promise<HostFile | undefined>;
  /** Names in a directory, sorted; undefined where there is none. */
  list(directory: HostPath): Promise<readonly string[] | undefined>;
  accounts(): Promise<Accounts>;
  /** One answer a question, as the kernel sees it (ACLs, read-only mounts); computed from modes where we are not root. */
  can(questions: readonly AccessQuestion[]): Promise<readonly boolean[]>;
  /** ACLs and flags that the permission bits do not show; one answer a path, links followed. */
  attributes(paths: readonly HostPath[]): Promise<readonly FileAttributes[]>;
  /** The file system a path is on, or would be made on; undefined where the machine does not tell. */
  mount(path: HostPath): Promise<MountFacts | undefined>;
  /** Does a name lead to an address? By the tree's etc/hosts, else this machine's resolver; undefined where it cannot be told. */
  resolves(name: string): Promise<boolean | undefined>;
  ask(question: ProgramQuestion): Promise<ProgramAnswer>;
  /** Opens a TCP connection; the caller owns the socket. Rejects with the system's error. */
  connect(address: { readonly host: string; readonly port: number; readonly timeoutMs: number }): Promise<Socket>;
  /** A process of this machine; undefined where there is none. */
  process(pid: number): Promise<ProcessFacts | undefined>;
  now(): Date;
  /** The same interface over the state after `changes`; programs and sockets still answer for today. */
  after(changes: readonly Change[]): Host;
  /** Everything looked at so far through this host, for a plan's preconditions. */
  observations(): readonly Precondition[];
}

/** A file is there and could not be read: who was refused, and where. */
export class HostReadError extends Error {
  override readonly name = 'HostReadError';
  readonly path: HostPath;
  readonly reason: string;
  constructor(path: HostPath, reason: string) {
    super(`Cannot read ${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}
