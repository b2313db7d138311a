import { constants } from 'node:fs';
import { access, lstat, open, readdir, readlink } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { type HostPath, hostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import type { Precondition } from '../plan/plan.ts';
import { answerAccess } from './access.ts';
import { type Accounts, parseAccounts } from './accounts.ts';
import { isErrno, systemMessage } from './errno.ts';
import { sha256, toFacts } from './facts.ts';
import { type FileAttributes, readAttributes } from './file-attributes.ts';
import {
  type AccessQuestion,
  type Argument,
  type FileFacts,
  type FollowedLink,
  type Host,
  type HostFile,
  HostReadError,
  type ProgramAnswer,
  type ProgramQuestion,
} from './host.ts';
import { LAYOUT } from './layout.ts';
import { resolvesName } from './lookup.ts';
import { type Mount, type MountFacts, mountOf, readMounts } from './mounts.ts';
import { PlannedHost } from './planned.ts';
import { type ProcessFacts, processFacts } from './process.ts';
import { execute } from './programs.ts';
import { onDisk, resolveInRoot } from './resolve.ts';
import { isTrustedUid, isWritableByOthers, replaceableComponent } from './trust.ts';

/** A configuration file larger than this is not one. */
const MOST_BYTES = 256 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * The tree at `root` on this machine. One instance is one look: what it has read once it answers
 * the same way again, so that a plan is made from one state. Make a new one to look again.
 */
export class LocalHost implements Host {
  readonly root: string;
  readonly #connects: boolean;
  readonly #facts = new Map<string, Promise<FileFacts | undefined>>();
  readonly #files = new Map<string, Promise<HostFile | undefined>>();
  readonly #lists = new Map<string, Promise<readonly string[] | undefined>>();
  readonly #observed = new Map<HostPath, Precondition>();
  #accounts: Promise<Accounts> | undefined;
  #mounts: Promise<readonly Mount[] | undefined> | undefined;

  /** Not `withServices` (`--no-services`): a tree's ports may be those of somebody else's services here, and passwords go there. */
  constructor(root: string, withServices = true) {
    this.#connects = withServices;
    this.root = root === '/' ? '/' : root.replace(/\/+$/, '');
  }

  lstat(path: HostPath): Promise<FileFacts | undefined> {
    return remember(this.#facts, `l${path}`, () => this.#look(path, false));
  }

  stat(path: HostPath): Promise<FileFacts | undefined> {
    return remember(this.#facts, `s${path}`, () => this.#look(path, true));
  }

  read(path: HostPath): Promise<HostFile | undefined> {
    return remember(this.#files, path, async () => {
      const facts = await this.stat(path);
      if (facts?.kind !== 'file') return undefined;
      const bytes = await readRegular(onDisk(this.root, facts.real), path);
      const file = { ...facts, bytes, hash: sha256(bytes) };
      this.#observe(path, file, file.hash);
      return file;
    });
  }

  list(directory: HostPath): Promise<readonly string[] | undefined> {
    return remember(this.#lists, directory, async () => {
      const resolved = await resolveInRoot(this.root, directory);
      if (resolved === undefined) return undefined;
      try {
        return (await readdir(onDisk(this.root, resolved.real))).sort();
      } catch (error) {
        if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw new HostReadError(directory, systemMessage(error));
      }
    });
  }

  accounts(): Promise<Accounts> {
    this.#accounts ??= (async () => {
      // Not through read(): the facts of a file already name its owner.
      const [passwd, group] = await Promise.all(
        ['/etc/passwd', '/etc/group'].map(async (path) => {
          const resolved = await resolveInRoot(this.root, hostPath(path));
          if (resolved === undefined) return '';
          return (await readRegular(onDisk(this.root, resolved.real), hostPath(path)).catch(() => Buffer.alloc(0))).toString(
            'latin1',
          );
        }),
      );
      return parseAccounts(passwd ?? '', group ?? '');
    })();
    return this.#accounts;
  }

  async can(questions: readonly AccessQuestion[]): Promise<readonly boolean[]> {
    return answerAccess(this.root, await this.accounts(), questions);
  }

  attributes(paths: readonly HostPath[]): Promise<readonly FileAttributes[]> {
    return readAttributes(this.root, paths);
  }

  async mount(path: HostPath): Promise<MountFacts | undefined> {
    this.#mounts ??= readMounts();
    const mounts = await this.#mounts;
    return mounts === undefined ? undefined : mountOf(this.root, path, mounts);
  }

  async resolves(name: string): Promise<boolean | undefined> {
    const hosts = await this.read(LAYOUT.hosts).catch(() => undefined);
    return resolvesName(name, hosts?.bytes.toString('latin1') ?? '');
  }

  async ask(question: ProgramQuestion): Promise<ProgramAnswer> {
    const resolved = await resolveInRoot(this.root, question.program);
    const disk = resolved === undefined ? undefined : onDisk(this.root, resolved.real);
    if (disk === undefined || !(await exists(disk)))
      return { exit: null, stdout: '', stderr: `${question.program} is not there` };
    const account = question.account === undefined ? undefined : (await this.accounts()).find(question.account);
    if (question.account !== undefined && account === undefined) {
      return { exit: null, stdout: '', stderr: `the tree has no account ${question.account}` };
    }
    if (account === undefined || account.uid === 0) {
      const replaceable = await replaceableComponent(this.root, disk);
      if (replaceable !== undefined) {
        return { exit: null, stdout: '', stderr: `${question.program} was not run: others than root can replace ${replaceable}` };
      }
    }
    const args = await Promise.all(question.args.map((argument) => this.argument(argument)));
    return execute({
      file: disk,
      args,
      account,
      environment: question.environment,
      timeoutMs: question.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    });
  }

  /** A path of the tree becomes one on the disk; text stays. */
  async argument(argument: Argument): Promise<string> {
    if (typeof argument === 'string') return argument;
    const resolved = await resolveInRoot(this.root, argument.path);
    return `${argument.prefix ?? ''}${onDisk(this.root, resolved?.real ?? argument.path)}`;
  }

  connect({ host, port, timeoutMs }: { host: string; port: number; timeoutMs: number }): Promise<Socket> {
    if (!this.#connects) return Promise.reject(new Error('not asked: --no-services'));
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      socket.setTimeout(timeoutMs, () => socket.destroy(Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' })));
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.setTimeout(0);
        socket.removeAllListeners('timeout');
        resolve(socket);
      });
    });
  }

  process(pid: number): Promise<ProcessFacts | undefined> {
    return processFacts(pid);
  }

  now(): Date {
    return new Date();
  }

  after(changes: readonly Change[]): Host {
    return changes.length === 0 ? this : new PlannedHost(this, changes);
  }

  observations(): readonly Precondition[] {
    return [...this.#observed.values()];
  }

  async #look(path: HostPath, last: boolean): Promise<FileFacts | undefined> {
    const resolved = await resolveInRoot(this.root, path, last);
    if (resolved === undefined) return undefined;
    const disk = onDisk(this.root, resolved.real);
    try {
      const stats = await lstat(disk);
      const target = stats.isSymbolicLink() ? await readlink(disk) : undefined;
      const followed = await Promise.all(resolved.links.map((link) => this.#followed(link)));
      const facts = toFacts(path, resolved.real, stats, await this.accounts(), followed, target);
      this.#observe(path, facts, null);
      return facts;
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw new HostReadError(path, systemMessage(error));
      this.#observe(path, undefined, null);
      return undefined;
    }
  }

  async #followed(link: HostPath): Promise<FollowedLink> {
    const disk = onDisk(this.root, link);
    const [own, directory] = await Promise.all([lstat(disk), lstat(dirname(disk))]);
    return { path: link, trusted: isTrustedUid(own.uid) && !isWritableByOthers(directory) };
  }

  /** A hash once known is kept: a later look at the facts alone must not lose it. */
  #observe(path: HostPath, facts: FileFacts | undefined, hash: string | null): void {
    const known = this.#observed.get(path)?.state?.hash ?? null;
    const state =
      facts === undefined
        ? null
        : { kind: facts.kind, hash: hash ?? known, owner: facts.owner, group: facts.group, mode: facts.mode };
    this.#observed.set(path, { path, state });
  }
}

/** Reads without ever waiting on a fifo that took the file's place after we looked. */
async function readRegular(disk: string, path: HostPath): Promise<Buffer> {
  try {
    const handle = await open(disk, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) throw new HostReadError(path, 'it is not a regular file any more');
      if (facts.size > MOST_BYTES)
        throw new HostReadError(path, `it has ${facts.size} bytes; no file of Momentum's is that large`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof HostReadError) throw error;
    throw new HostReadError(path, systemMessage(error));
  }
}

async function exists(disk: string): Promise<boolean> {
  return access(disk).then(
    () => true,
    () => false,
  );
}

function remember<V>(cache: Map<string, Promise<V>>, key: string, make: () => Promise<V>): Promise<V> {
  let known = cache.get(key);
  if (known === undefined) {
    known = make();
    cache.set(key, known);
  }
  return known;
}
