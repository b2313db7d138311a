import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemMessage } from '../host/errno.ts';
import { isWritableByOthers } from '../host/trust.ts';
import { octal } from '../model/ownership.ts';
import { PlanFileError } from '../operations/saved-plan.ts';
import { UsageError } from './options.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/** Writes a file of the operator's choosing, by default one that only its owner may read; no link in its place is followed. */
export async function writeFileFor(file: string, text: string, option: string, mode = 0o600): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  await withFile(file, flags, option, async (handle) => {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.nlink !== 1) throw new UsageError(`${option} ${file}: expected a plain file with one name`);
    if (facts.uid !== process.geteuid?.()) throw new UsageError(`${option} ${file}: it is there, and belongs to somebody else`);
    await handle.chmod(mode);
    await handle.truncate(0);
    await handle.writeFile(text);
    await handle.sync();
  });
}

/** Writes a new file that only its owner may read. One that is there already is left as it is, and so is a link. */
export async function createFileFor(file: string, text: string, option: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  await withFile(file, flags, option, async (handle) => {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  });
}

/** The text of a saved plan. As root none is taken that somebody else can write: they would decide what root does. */
export async function readPlanFile(file: string): Promise<string> {
  return withFile(file, constants.O_RDONLY | constants.O_NONBLOCK, 'apply', async (handle) => {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new UsageError(`apply ${file}: expected a file that plan --out wrote`);
    if (facts.size > MOST_BYTES) throw new PlanFileError(`${file}: it has ${facts.size} bytes; no plan is that large`);
    if (process.geteuid?.() === 0 && isWritableByOthers(facts)) {
      const mode = octal(facts.mode & 0o7777);
      throw new PlanFileError(
        `${file}: others than root can write it (owner ${facts.uid}, mode ${mode}), and root would do what it says`,
      );
    }
    return handle.readFile('utf8');
  });
}

async function withFile<T>(file: string, flags: number, option: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file, flags, 0o600);
  } catch (error) {
    throw new UsageError(`${option} ${file}: ${systemMessage(error)}`);
  }
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
