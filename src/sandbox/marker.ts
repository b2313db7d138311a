import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { whoAmI } from './accounts.ts';
import { directory, file, type Tree } from './entry.ts';
import { SandboxError } from './error.ts';

const markerPath = '/.momentum-secure-sandbox/sandbox.json';

/** What a directory says of itself when it is a sandbox. Written before anything else, so that a half-made one can go too. */
export interface Marker {
  readonly sandbox: 1;
  readonly momentum: string;
  /** Init scripts of the servers that may run in it. */
  readonly services: readonly string[];
}

export function markerTree(marker: Marker): Tree {
  return {
    '/.momentum-secure-sandbox': directory(),
    [markerPath]: file(`${JSON.stringify(marker, undefined, 2)}\n`),
  };
}

/** Reads the marker; refuses a directory that is no sandbox, or one whose scripts another account could have written. */
export async function readMarker(root: string): Promise<Marker> {
  const path = join(root, markerPath);
  const facts = await lstat(path).catch(() => undefined);
  if (!facts?.isFile()) {
    throw new SandboxError(`${root} is not a sandbox (there is no ${markerPath.slice(1)} in it): nothing was removed.`);
  }
  const me = whoAmI();
  for (const each of [root, join(root, '.momentum-secure-sandbox'), path]) {
    const { uid } = await lstat(each);
    if (uid !== me.uid) {
      throw new SandboxError(`${each} belongs to another account (uid ${uid}): remove this sandbox as the account that made it.`);
    }
  }
  let marker: Partial<Marker> | undefined;
  try {
    marker = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Cut off while it was written: nothing was started yet.
    return { sandbox: 1, momentum: '', services: [] };
  }
  const services = (marker?.services ?? []).filter((name) => /^[a-z-]+$/.test(name));
  return { sandbox: 1, momentum: String(marker?.momentum ?? ''), services };
}
