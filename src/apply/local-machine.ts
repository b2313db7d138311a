import { constants } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rmdir, symlink, unlink } from 'node:fs/promises';
import { isErrno, systemMessage } from '../host/errno.ts';
import { sha256 } from '../host/facts.ts';
import type { ProgramAnswer, ProgramQuestion } from '../host/host.ts';
import { LocalHost } from '../host/local.ts';
import { type Execution, execute } from '../host/programs.ts';
import { onDisk, resolveInRoot } from '../host/resolve.ts';
import { replaceableComponent } from '../host/trust.ts';
import { type HostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import { copyAttributes } from './copy-attributes.ts';
import { type Expected, type Machine, type StagedFile, UnsafePathError } from './machine.ts';
import { programEnded } from './program-ended.ts';
import { runDetached } from './run-detached.ts';
import { lookAt, openPlace, type Place, refuseUnlessPlain, within } from './walk.ts';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Writes to the tree at `root` on this machine. */
export class LocalMachine implements Machine {
  readonly root: string;
  readonly #host: LocalHost;
  /** What was staged, and in which directory, by device and inode: commit refuses others of those names. */
  readonly #staged = new Map<string, { readonly directory: string; readonly file: string }>();

  constructor(root: string) {
    this.#host = new LocalHost(root);
    this.root = this.#host.root;
  }

  async stage(path: HostPath, temporary: string, bytes: Buffer, attributes: Attributes, like?: HostPath): Promise<StagedFile> {
    return this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing !== undefined) refuseUnlessPlain(path, standing);
      const file = await this.#writeNew(directory, temporary, bytes, attributes, like);
      this.#staged.set(temporary, { directory: identity(await directory.stat()), file });
      return { path, temporary };
    });
  }

  async commit({ path, temporary }: StagedFile, keepAs?: string): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      const staged = this.#staged.get(temporary);
      if (staged !== undefined && staged.directory !== identity(await directory.stat())) {
        throw new UnsafePathError(path, parentOf(path), 'was replaced by another directory meanwhile');
      }
      const standing = await lookAt(directory, name);
      if (standing !== undefined) refuseUnlessPlain(path, standing);
      if (standing !== undefined && keepAs !== undefined) await keepBeside(directory, name, keepAs);
      await rename(within(directory, temporary), within(directory, name));
      await directory.sync();
      const placed = await lookAt(directory, name);
      // A removed file's number is soon given to the next: what has it must be a plain file, too.
      if (staged !== undefined && !(placed?.isFile() === true && staged.file === identity(placed))) {
        throw new UnsafePathError(path, path, 'was swapped for another file while it was put in place');
      }
    });
  }

  async discard({ path, temporary }: StagedFile): Promise<boolean> {
    return this.#at(path, ({ directory }) => removeName(directory, temporary));
  }

  async removeFile(path: HostPath, keepAs?: string): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing === undefined) return;
      refuseUnlessPlain(path, standing);
      if (keepAs === undefined) await unlink(within(directory, name));
      else await rename(within(directory, name), within(directory, keepAs));
      await directory.sync();
    });
  }

  async shred(path: HostPath): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing === undefined) return;
      refuseUnlessPlain(path, standing);
      const file = await open(within(directory, name), constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        await writeAll(file, Buffer.alloc((await file.stat()).size));
        await file.sync();
      } finally {
        await file.close();
      }
      await removeName(directory, name);
    });
  }

  async write(path: HostPath, bytes: Buffer, attributes: Attributes): Promise<void> {
    const temporary = `.${process.pid}.${this.#staged.size}.new`;
    await this.discard({ path, temporary });
    await this.commit(await this.stage(path, temporary, bytes, attributes));
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

  async setAttributes(path: HostPath, attributes: Attributes, expected: Expected): Promise<void> {
    const ids = await this.#ids(attributes);
    await this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing?.isDirectory() !== true && standing !== undefined) refuseUnlessPlain(path, standing);
      // O_NONBLOCK: should a fifo take the name's place now, opening it must not wait for a writer.
      const file = await open(within(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        await this.#refuseUnless(path, file, expected);
        await file.chown(ids.uid, ids.gid);
        await file.chmod(attributes.mode);
        await file.sync();
      } finally {
        await file.close();
      }
      await directory.sync();
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

  async refuseUnlessPlain(path: HostPath): Promise<void> {
    await this.#at(path, async ({ directory, name }) => {
      const standing = await lookAt(directory, name);
      if (standing !== undefined) refuseUnlessPlain(path, standing);
    });
  }

  async ended(program: HostPath, patienceMs: number): Promise<boolean> {
    const resolved = await resolveInRoot(this.root, program);
    return programEnded(onDisk(this.root, resolved?.real ?? program), patienceMs);
  }

  async run(program: ProgramQuestion): Promise<ProgramAnswer> {
    return this.#run(program, runDetached);
  }

  async runTool(program: ProgramQuestion): Promise<ProgramAnswer> {
    return this.#run(program, (execution) => execute({ ...execution, umask: '0077', detached: true }));
  }

  async #run(program: ProgramQuestion, run: (execution: Execution) => Promise<ProgramAnswer>): Promise<ProgramAnswer> {
    const resolved = await resolveInRoot(this.root, program.program);
    const disk = onDisk(this.root, resolved?.real ?? program.program);
    const account = program.account === undefined ? undefined : (await this.#host.accounts()).find(program.account);
    const replaceable = await replaceableComponent(this.root, disk).catch(() => disk);
    if (replaceable !== undefined && (account === undefined || account.uid === 0)) {
      return { exit: null, stdout: '', stderr: `${program.program} was not run: others than root can replace ${replaceable}` };
    }
    const args = await Promise.all(program.args.map((argument) => this.#host.argument(argument)));
    return run({ file: disk, args, account, environment: program.environment, timeoutMs: program.timeoutMs ?? 120_000 });
  }

  /** Returns which file it made. */
  async #writeNew(directory: FileHandle, name: string, bytes: Buffer, attributes: Attributes, like?: HostPath): Promise<string> {
    const ids = await this.#ids(attributes);
    const file = await open(within(directory, name), NEW_FILE, 0o600);
    try {
      await writeAll(file, bytes);
      if (like !== undefined) await this.#at(like, (from) => copyAttributes(like, from, file));
      // The owner first: chown clears the setuid and setgid bits that chmod may set.
      await file.chown(ids.uid, ids.gid);
      await file.chmod(attributes.mode);
      await file.sync();
      return identity(await file.stat());
    } catch (error) {
      await removeName(directory, name).catch(() => false);
      throw error;
    } finally {
      await file.close();
    }
  }

  /** What we hold open may be another file than the one that was planned: its owner may have moved one of root's there. */
  async #refuseUnless(path: HostPath, file: FileHandle, { attributes, hash }: Expected): Promise<void> {
    const held = await file.stat();
    if (!held.isDirectory()) refuseUnlessPlain(path, held);
    const wanted = await Promise.all(attributes.map((one) => this.#ids(one).then((ids) => ({ ...ids, mode: one.mode }))));
    const known = wanted.some(({ uid, gid, mode }) => held.uid === uid && held.gid === gid && (held.mode & 0o7777) === mode);
    const same = held.isDirectory() ? hash === null : sha256(await file.readFile()) === hash;
    if (!known || !same) throw new UnsafePathError(path, path, 'is not what stood there when this was planned');
  }

  async #ids(attributes: Attributes): Promise<{ uid: number; gid: number }> {
    const accounts = await this.#host.accounts();
    const uid = accounts.uid(attributes.owner);
    const gid = accounts.gid(attributes.group);
    if (uid === undefined) throw new Error(`The tree's etc/passwd has no account ${attributes.owner}`);
    if (gid === undefined) throw new Error(`The tree's etc/group has no group ${attributes.group}`);
    return { uid, gid };
  }

  async #at<R>(path: HostPath, act: (place: Place) => Promise<R>): Promise<R> {
    const place = await openPlace(this.root, path);
    try {
      return await act(place);
    } catch (error) {
      throw naming(path, error);
    } finally {
      await place.directory.close();
    }
  }

  /** The same for a name as such: a link of that name is not followed. */
  async #name<R>(directoryPath: HostPath, name: string, act: (directory: FileHandle) => Promise<R>): Promise<R> {
    const path = joinPath(directoryPath, name);
    const place = await openPlace(this.root, path, false);
    try {
      return await act(place.directory);
    } catch (error) {
      throw naming(path, error);
    } finally {
      await place.directory.close();
    }
  }
}

/** The system names a file by the descriptor we reach it through, which tells nobody anything. */
function naming(path: HostPath, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error && 'code' in error)) return error;
  return Object.assign(new Error(`${path}: ${systemMessage(error)}`, { cause: error }), { code: error.code });
}

function identity({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

/** A second name for what is about to be replaced. Not every file system has those: the copy in the store serves then. */
async function keepBeside(directory: FileHandle, name: string, keepAs: string): Promise<void> {
  await link(within(directory, name), within(directory, keepAs)).catch(() => undefined);
}

/** False where there was none. */
async function removeName(directory: FileHandle, name: string): Promise<boolean> {
  try {
    await unlink(within(directory, name));
    await directory.sync();
    return true;
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    return false;
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
