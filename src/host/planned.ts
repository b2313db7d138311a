import type { Socket } from 'node:net';
import { applySplices } from '../config/splice.ts';
import { baseName, type HostPath, parentOf } from '../model/paths.ts';
import type { Attributes, Change } from '../plan/change.ts';
import type { Precondition } from '../plan/plan.ts';
import { modeGrants } from './access.ts';
import type { Accounts } from './accounts.ts';
import { sha256 } from './facts.ts';
import type { FileAttributes } from './file-attributes.ts';
import type { AccessQuestion, FileFacts, Host, HostFile, ProgramAnswer, ProgramQuestion } from './host.ts';
import { LAYOUT } from './layout.ts';
import { isInHosts } from './lookup.ts';
import type { MountFacts } from './mounts.ts';
import type { ProcessFacts } from './process.ts';

/** What a change leaves at one path. `bytes` undefined: only known once it is made (a new key). */
interface Planned {
  readonly facts: FileFacts;
  readonly bytes: Buffer | undefined;
}

/**
 * A host as it will be: files answer for the state after the changes, programs and sockets for
 * today. It stands on another host and writes nothing.
 */
export class PlannedHost implements Host {
  readonly root: string;
  readonly #base: Host;
  readonly #changes: readonly Change[];
  #overlay: Promise<ReadonlyMap<HostPath, Planned | null>> | undefined;

  constructor(base: Host, changes: readonly Change[]) {
    this.root = base.root;
    this.#base = base;
    this.#changes = changes;
  }

  async lstat(path: HostPath): Promise<FileFacts | undefined> {
    const planned = await this.#at(path);
    if (planned === undefined) return this.#base.lstat(path);
    return planned?.facts;
  }

  async stat(path: HostPath): Promise<FileFacts | undefined> {
    const planned = await this.#at(path);
    if (planned === undefined) return this.#base.stat(path);
    return planned?.facts;
  }

  async read(path: HostPath): Promise<HostFile | undefined> {
    const planned = await this.#at(path);
    if (planned === undefined) return this.#base.read(path);
    if (planned === null || planned.facts.kind !== 'file') return undefined;
    const bytes = planned.bytes ?? Buffer.alloc(0);
    return { ...planned.facts, size: bytes.length, bytes, hash: sha256(bytes) };
  }

  async list(directory: HostPath): Promise<readonly string[] | undefined> {
    const names = new Set(await this.#base.list(directory));
    let known = names.size > 0 || (await this.#base.list(directory)) !== undefined;
    for (const [path, planned] of await this.#made()) {
      if (path === directory) known = planned?.facts.kind === 'directory';
      if (parentOf(path) !== directory || path === directory) continue;
      if (planned === null) names.delete(baseName(path));
      else names.add(baseName(path));
    }
    return known ? [...names].sort() : undefined;
  }

  accounts(): Promise<Accounts> {
    return this.#base.accounts();
  }

  /** The kernel answers for what stays as it is; only for the rest the planned modes have to do. */
  async can(questions: readonly AccessQuestion[]): Promise<readonly boolean[]> {
    const planned = await Promise.all(questions.map(({ path }) => this.#isOpenedOrClosed(path)));
    const today = await this.#base.can(questions.filter((_, index) => !planned[index]));
    const kernel = today.values();
    return Promise.all(
      questions.map((question, index) => (planned[index] ? this.#grants(question) : (kernel.next().value ?? false))),
    );
  }

  attributes(paths: readonly HostPath[]): Promise<readonly FileAttributes[]> {
    return this.#base.attributes(paths);
  }

  mount(path: HostPath): Promise<MountFacts | undefined> {
    return this.#base.mount(path);
  }

  async resolves(name: string): Promise<boolean | undefined> {
    const planned = await this.#at(LAYOUT.hosts);
    return isInHosts(name, planned?.bytes?.toString('latin1') ?? '') || this.#base.resolves(name);
  }

  ask(question: ProgramQuestion): Promise<ProgramAnswer> {
    return this.#base.ask(question);
  }

  connect(address: { host: string; port: number; timeoutMs: number }): Promise<Socket> {
    return this.#base.connect(address);
  }

  process(pid: number): Promise<ProcessFacts | undefined> {
    return this.#base.process(pid);
  }

  now(): Date {
    return this.#base.now();
  }

  after(changes: readonly Change[]): Host {
    return changes.length === 0 ? this : new PlannedHost(this, changes);
  }

  observations(): readonly Precondition[] {
    return this.#base.observations();
  }

  /** Does the plan change who gets to `path`: there, or at a directory on the way? An edit keeps owner, mode and ACL. */
  async #isOpenedOrClosed(path: HostPath): Promise<boolean> {
    const changed = await Promise.all([path, ...(await this.#above(path))].map((at) => this.#isAnother(at)));
    return changed.includes(true);
  }

  async #isAnother(path: HostPath): Promise<boolean> {
    const planned = await this.#at(path);
    if (planned === undefined || planned === null) return planned === null;
    const now = await this.#base.stat(path);
    const { uid, gid, mode } = planned.facts;
    return now === undefined || now.uid !== uid || now.gid !== gid || now.mode !== mode;
  }

  async #grants({ account: name, path, access }: AccessQuestion): Promise<boolean> {
    const [account, facts] = [(await this.accounts()).find(name), await this.stat(path)];
    if (account === undefined || facts === undefined || !modeGrants(account, facts, access)) return false;
    const parent = parentOf(path);
    const onTheWay = [...new Set([parent, (await this.stat(parent))?.real ?? parent])].filter((directory) => directory !== path);
    return (await this.can(onTheWay.map((directory) => ({ account: name, path: directory, access: 'search' })))).every(Boolean);
  }

  /** Every directory above, by the name that was asked for and by the one it leads to. */
  async #above(path: HostPath): Promise<readonly HostPath[]> {
    const real = (await this.#base.stat(parentOf(path)))?.real ?? parentOf(path);
    return [...new Set([...ancestorsOf(path), real, ...ancestorsOf(real)])];
  }

  async #at(path: HostPath): Promise<Planned | null | undefined> {
    return (await this.#made()).get(path);
  }

  #made(): Promise<ReadonlyMap<HostPath, Planned | null>> {
    this.#overlay ??= this.#make();
    return this.#overlay;
  }

  async #make(): Promise<ReadonlyMap<HostPath, Planned | null>> {
    const overlay = new Map<HostPath, Planned | null>();
    const accounts = await this.accounts();
    const now = async (path: HostPath): Promise<HostFile | undefined> => {
      const planned = overlay.get(path);
      if (planned === undefined) return this.#base.read(path);
      return planned === null ? undefined : { ...planned.facts, bytes: planned.bytes ?? Buffer.alloc(0), hash: '' };
    };
    const make = (path: HostPath, attributes: Attributes, bytes: Buffer | undefined, kind: 'file' | 'directory' = 'file') => {
      overlay.set(path, { facts: plannedFacts(path, attributes, bytes, kind, accounts, this.now()), bytes });
    };
    for (const change of this.#changes) {
      switch (change.kind) {
        case 'edit': {
          const file = await now(change.path);
          if (file === undefined) throw new Error(`Planned an edit of ${change.path}, which is not there`);
          const bytes = Buffer.from(applySplices(file.bytes.toString('latin1'), change.splices), 'latin1');
          overlay.set(change.path, { facts: { ...file, size: bytes.length }, bytes });
          break;
        }
        case 'create':
          make(change.path, change.attributes, Buffer.from(change.content, 'latin1'));
          break;
        case 'remove':
          overlay.set(change.path, null);
          break;
        case 'directory':
          make(change.path, change.attributes, undefined, 'directory');
          break;
        case 'attributes': {
          const facts = overlay.get(change.path)?.facts ?? (await this.#base.stat(change.path));
          if (facts === undefined) break;
          const bytes = facts.kind === 'file' ? (await now(change.path))?.bytes : undefined;
          make(change.path, change.attributes, bytes, facts.kind === 'directory' ? 'directory' : 'file');
          break;
        }
        case 'certificate':
          make(
            change.keyPath,
            change.keyAttributes,
            change.keyFrom?.kind === 'kept' ? (await now(change.keyFrom.path))?.bytes : undefined,
          );
          make(
            change.certificatePath,
            change.certificateAttributes,
            change.signer?.kind === 'given' ? Buffer.from(change.signer.pem, 'latin1') : undefined,
          );
          break;
        case 'tool':
          for (const { path, attributes } of change.touches) {
            if (attributes === null) overlay.set(path, null);
            else make(path, attributes, undefined);
          }
          break;
        case 'dh-parameters':
          make(
            change.path,
            change.attributes,
            'generate' in change.source ? undefined : Buffer.from(change.source.content, 'latin1'),
          );
          break;
        case 'restore':
          make(change.path, change.attributes, (await this.#base.read(change.from))?.bytes);
          break;
      }
    }
    return overlay;
  }
}

function ancestorsOf(path: HostPath): readonly HostPath[] {
  const parent = parentOf(path);
  return parent === path ? [] : [parent, ...ancestorsOf(parent)];
}

function plannedFacts(
  path: HostPath,
  attributes: Attributes,
  bytes: Buffer | undefined,
  kind: 'file' | 'directory',
  accounts: Accounts,
  modified: Date,
): FileFacts {
  return {
    path,
    real: path,
    kind,
    owner: attributes.owner,
    group: attributes.group,
    uid: accounts.uid(attributes.owner) ?? -1,
    gid: accounts.gid(attributes.group) ?? -1,
    mode: attributes.mode,
    size: bytes?.length ?? 0,
    links: 1,
    modified,
    followed: [],
  };
}
