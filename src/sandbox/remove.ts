import { chmod, readdir, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SandboxError } from './error.ts';
import { readMarker } from './marker.ts';
import { settle, stopServers } from './servers.ts';

/** Stops the servers of a sandbox, a half-made one too, and deletes it. Refuses a directory that is none. */
export async function removeSandbox(directory: string): Promise<void> {
  const root = await realpath(resolve(directory)).catch(() => {
    throw new SandboxError(`There is no ${resolve(directory)}: nothing was removed.`);
  });
  const marker = await readMarker(root);
  await settle(root);
  await stopServers(root, marker.services);
  await emptyDirectory(root);
  await rm(root, { recursive: true });
}

/** Deletes all that a directory holds. The marker goes last: whoever is interrupted can begin again. */
export async function emptyDirectory(root: string): Promise<void> {
  const names = await readdir(root);
  for (const name of names.sort((a, b) => Number(isMarker(a)) - Number(isMarker(b)))) {
    const path = join(root, name);
    await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(async () => {
      // A directory that its owner may not write in, as tests of permissions make them.
      await openUp(path);
      await rm(path, { recursive: true, force: true });
    });
  }
}

function isMarker(name: string): boolean {
  return name === '.momentum-secure-sandbox';
}

async function openUp(directory: string): Promise<void> {
  await chmod(directory, 0o700).catch(() => {});
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await openUp(join(directory, entry.name));
  }
}
