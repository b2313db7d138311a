import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { execa } from 'execa';
import type { Accounts } from '../host/accounts.ts';
import { isErrno } from '../host/errno.ts';
import type { ProgramAnswer, ProgramQuestion } from '../host/host.ts';
import { LocalHost } from '../host/local.ts';
import { onDisk, resolveInRoot } from '../host/resolve.ts';
import { replaceableComponent } from '../host/trust.ts';
import { baseName, type HostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import { type Machine, type StagedFile, UnsafePathError } from './machine.ts';
import { runDetached } from './run-detached.ts';
import { lookAt, openPlace, type Place, refuseUnlessPlain, within } from './walk.ts';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Writes to the tree at `root` on this machine. */
export class LocalMachine implements Machine {
  readonly root: string;
  readonly #host: LocalHost;
  /** Which directory (device:inode) a file was staged in: commit refuses another one of that name. */
  readonly #stagedIn = new Map<string, string>();

  constructor(root: string) {
    this.#host = new LocalHost(root);
    this.root = this.#host.root;
  }

  async stage(path: HostPath, temporary: string, bytes: Buffer, attributes: Attributes, like?: HostPath): Promise<StagedFile> {
    return this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing !== undefined) refuseUnlessPlain(path, standing);
      await this.#writeNew(directory, temporary, bytes, attributes, like);
      this.#stagedIn.set(temporary, await identity(directory));
      return { path, temporary };
    });
  }

  async commit(staged: StagedFile): Promise<void> {
    await this.#at(staged.path, async ({ directory, name }) => {
      const stagedIn = this.#stagedIn.get(staged.temporary);
      if (stagedIn !== undefined && stagedIn !== (await identity(directory))) {
        throw new UnsafePathError(staged.path, parentOf(staged.path), 'was replaced by another directory meanwhile');
      }
      const standing = await lookAt(directory, name);
      if (standing !== undefined) refuseUnlessPlain(staged.path, standing);
      await rename(within(directory, staged.temporary), within(directory, name));
      await directory.sync();
    });
  }

  async discard(staged: StagedFile): Promise<void> {
    await this.#at(staged.path, ({ directory }) => removeName(directory, staged.temporary));
  }

  async write(path: HostPath, bytes: Buffer, attributes: Attributes): Promise<void> {
    const temporary = `.${process.pid}.${this.#stagedIn.size}.new`;
    await this.discard({ path, temporary });
    await this.commit(await this.stage(path, temporary, bytes, attributes));
  }

  async replaceName(path: HostPath, temporary: string, bytes: Buffer, attributes: Attributes): Promise<void> {
    await this.#name(parentOf(path), baseName(path), async (directory) => {
      await removeName(directory, temporary);
      await this.#writeNew(directory, temporary, bytes, attributes);
      await rename(within(directory, temporary), within(directory, baseName(path)));
      await directory.sync();
    });
  }

  async makeDirectory(path: HostPath, attributes: Attributes): Promise<void> {
    const ids = await this.#ids(attributes);
    await this.#at(path, async ({ directory, name }) => {
      await mkdir(within(directory, name), 0o700);
      const made = await open(within(directory, name), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      try {
        await made.chown(ids.uid, ids.gid);
        await made.chmod(attributes.mode);
        await made.sync();
      } finally {
        await made.close();
      }
      await directory.sync();
    });
  }

  async setAttributes(path: HostPath, attributes: Attributes): Promise<void> {
    const ids = await this.#ids(attributes);
    await this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing?.isDirectory() !== true && standing !== undefined) refuseUnlessPlain(path, standing);
      // O_NONBLOCK: should a fifo take the name's place now, opening it must not wait for a writer.
      const file = await open(within(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const held = await file.stat();
        if (!held.isDirectory()) refuseUnlessPlain(path, held);
        await file.chown(ids.uid, ids.gid);
        await file.chmod(attributes.mode);
        await file.sync();
      } finally {
        await file.close();
      }
    });
  }

  async symlink(path: HostPath, target: string): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      await symlink(target, within(directory, name));
      await directory.sync();
    });
  }

  async rename(directoryPath: HostPath, from: string, to: string): Promise<void> {
    await this.#name(directoryPath, from, async (directory) => {
      await rename(within(directory, from), within(directory, to));
      await directory.sync();
    });
  }

  async remove(directoryPath: HostPath, name: string): Promise<void> {
    await this.#name(directoryPath, name, (directory) => removeName(directory, name));
  }

  async removeDirectory(path: HostPath): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      try {
        await rmdir(within(directory, name));
        await directory.sync();
      } catch (error) {
        if (!isErrno(error, 'ENOENT')) throw error;
      }
    });
  }

  async run(program: ProgramQuestion): Promise<ProgramAnswer> {
    const resolved = await resolveInRoot(this.root, program.program);
    const disk = onDisk(this.root, resolved?.real ?? program.program);
    const account = program.account === undefined ? undefined : (await this.#accounts()).find(program.account);
    const replaceable = await replaceableComponent(this.root, disk).catch(() => undefined);
    if (replaceable !== undefined && (account === undefined || account.uid === 0)) {
      return { exit: null, stdout: '', stderr: `${program.program} was not run: others than root can replace ${replaceable}` };
    }
    const args = await Promise.all(program.args.map((argument) => this.#host.argument(argument)));
    return runDetached({ file: disk, args, account, environment: program.environment, timeoutMs: program.timeoutMs ?? 120_000 });
  }

  async #writeNew(directory: FileHandle, name: string, bytes: Buffer, attributes: Attributes, like?: HostPath): Promise<void> {
    const ids = await this.#ids(attributes);
    const file = await open(within(directory, name), NEW_FILE, 0o600);
    try {
      await writeAll(file, bytes);
      if (like !== undefined) await this.#copyAttributes(like, file);
      // The owner first: chown clears the setuid and setgid bits that chmod may set.
      await file.chown(ids.uid, ids.gid);
      await file.chmod(attributes.mode);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** GNU cp carries ACLs and extended attributes over, and fails where it cannot: then nothing is replaced. */
  async #copyAttributes(like: HostPath, to: FileHandle): Promise<void> {
    await this.#at(like, async ({ directory, name }) => {
      const from = await open(within(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const ours = `/proc/${process.pid}/fd`;
        const args = ['--attributes-only', '--preserve=mode,ownership,xattr', '--', `${ours}/${from.fd}`, `${ours}/${to.fd}`];
        const copied = await execa('cp', args, { env: { LC_ALL: 'C' }, stdin: 'ignore', reject: false });
        if (copied.exitCode !== 0) {
          throw new UnsafePathError(
            like,
            like,
            `has ACLs or extended attributes that cannot be kept (${copied.stderr || copied.shortMessage})`,
          );
        }
      } finally {
        await from.close();
      }
    });
  }

  async #ids(attributes: Attributes): Promise<{ uid: number; gid: number }> {
    const accounts = await this.#accounts();
    const uid = accounts.uid(attributes.owner);
    const gid = accounts.gid(attributes.group);
    if (uid === undefined) throw new Error(`The tree's etc/passwd has no account ${attributes.owner}`);
    if (gid === undefined) throw new Error(`The tree's etc/group has no group ${attributes.group}`);
    return { uid, gid };
  }

  #accounts(): Promise<Accounts> {
    return this.#host.accounts();
  }

  async #at<R>(path: HostPath, act: (place: Place) => Promise<R>): Promise<R> {
    const place = await openPlace(this.root, path);
    try {
      return await act(place);
    } finally {
      await place.directory.close();
    }
  }

  /** The same for a name as such: a link of that name is not followed. */
  async #name<R>(directoryPath: HostPath, name: string, act: (directory: FileHandle) => Promise<R>): Promise<R> {
    const place = await openPlace(this.root, joinPath(directoryPath, name), false);
    try {
      return await act(place.directory);
    } finally {
      await place.directory.close();
    }
  }
}

async function identity(directory: FileHandle): Promise<string> {
  const facts = await directory.stat();
  return `${facts.dev}:${facts.ino}`;
}

async function removeName(directory: FileHandle, name: string): Promise<void> {
  try {
    await unlink(within(directory, name));
    await directory.sync();
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

/** A single write may take less than it was given and say nothing (a full disk): go on until all is written or it fails. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, written);
    if (bytesWritten === 0) throw new Error('The disk took no more bytes');
    written += bytesWritten;
  }
}
