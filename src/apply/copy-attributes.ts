import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { execa } from 'execa';
import type { HostPath } from '../model/paths.ts';
import { UnsafePathError } from './machine.ts';
import { type Place, within } from './walk.ts';

/** GNU cp carries ACLs and extended attributes over, and fails where it cannot: then nothing is replaced. */
export async function copyAttributes(like: HostPath, { directory, name }: Place, to: FileHandle): Promise<void> {
  const from = await open(within(directory, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const ours = `/proc/${process.pid}/fd`;
    const args = ['--attributes-only', '--preserve=mode,ownership,xattr', '--', `${ours}/${from.fd}`, `${ours}/${to.fd}`];
    // Its own session: a Ctrl-C of the terminal is for us to heed, not for it to die of.
    const copied = await execa('cp', args, { env: { LC_ALL: 'C' }, stdin: 'ignore', reject: false, detached: true });
    if (copied.exitCode !== 0) {
      const why = copied.stderr || copied.shortMessage;
      throw new UnsafePathError(like, like, `has ACLs or extended attributes that cannot be kept (${why})`);
    }
  } finally {
    await from.close();
  }
}
