import { type HostPath, hostPath, joinPath, parentOf } from '../../model/paths.ts';
import { byBytes, type ConfigReader, namedPath } from '../reader.ts';

/** What an include stands for: its files in reading order, or why there are none. */
export type IncludeTarget =
  | { readonly kind: 'files'; readonly paths: readonly HostPath[] }
  | { readonly kind: 'missing' | 'no-name' }
  /** A scheme that leads off this machine: `http://`. */
  | { readonly kind: 'remote' };

/**
 * Finds what `include "name"` in `from` reads (Momentum manual, "Configuration overview"): a file, or
 * every file of a directory in the order of their names' bytes, dot files and subdirectories left out.
 * A relative name is looked for beside `from` first, then along the search path.
 */
export async function findInclude(
  reader: ConfigReader,
  name: string,
  from: HostPath,
  searchPath: readonly HostPath[],
): Promise<IncludeTarget> {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(name) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== 'file') return { kind: 'remote' };
  const plain = rest ?? name;
  if (plain === '' || plain.includes('\0')) return { kind: 'no-name' };
  const directories = plain.startsWith('/') ? [hostPath('/')] : [parentOf(from), ...searchPath];
  for (const directory of directories) {
    const paths = await filesAt(reader, namedPath(directory, plain));
    if (paths) return { kind: 'files', paths };
  }
  return { kind: 'missing' };
}

async function filesAt(reader: ConfigReader, path: HostPath | undefined): Promise<HostPath[] | undefined> {
  if (!path) return undefined;
  const names = await reader.list(path);
  if (!names) return (await reader.read(path)) === undefined ? undefined : [path];
  const files: HostPath[] = [];
  for (const name of [...names].sort(byBytes)) {
    const inside = joinPath(path, name);
    if (!name.startsWith('.') && !(await reader.list(inside))) files.push(inside);
  }
  return files;
}
