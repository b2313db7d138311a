import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import { byBytes, type ConfigReader, MOST_FILES } from '../reader.ts';
import { isGlob, matchesGlob } from './glob.ts';

export interface IncludeFiles {
  /** In the order in which Apache reads them; none where nothing is there. */
  readonly paths: readonly HostPath[];
  /** Whether the name was a pattern. */
  readonly pattern: boolean;
}

/**
 * The files an Include of `target` stands for (Apache, server/config.c, ap_process_resource_config): the
 * file, every file below a directory, or all that a pattern matches; names in the order of their bytes.
 */
export async function filesFor(reader: ConfigReader, target: HostPath): Promise<IncludeFiles> {
  const components = target.split('/').filter((component) => component !== '');
  const pattern = components.some(isGlob);
  let found: HostPath[] = [hostPath('/')];
  for (const component of components) found = await step(reader, found, component);
  const paths: HostPath[] = [];
  for (const path of found) {
    const names = await reader.list(path);
    if (names) await below(reader, path, names, paths, 0);
    else if ((await reader.read(path)) !== undefined) paths.push(path);
  }
  return { paths, pattern };
}

async function step(reader: ConfigReader, directories: readonly HostPath[], component: string): Promise<HostPath[]> {
  if (!isGlob(component)) return directories.map((directory) => joinPath(directory, component));
  const found: HostPath[] = [];
  for (const directory of directories.slice(0, MOST_FILES)) {
    const names = (await reader.list(directory)) ?? [];
    const matching = names.filter((name) => matchesGlob(component, name)).sort(byBytes);
    for (const name of matching) found.push(joinPath(directory, name));
  }
  return found;
}

/** Deeper than any directory of configuration; AP_MAX_INCLUDE_DIR_DEPTH is 20. */
const MOST_DEPTH = 20;

/** Adds every file below `directory`, which holds `names`. */
async function below(
  reader: ConfigReader,
  directory: HostPath,
  names: readonly string[],
  paths: HostPath[],
  depth: number,
): Promise<void> {
  for (const name of [...names].sort(byBytes)) {
    if (paths.length >= MOST_FILES) return;
    const path = joinPath(directory, name);
    const inside = await reader.list(path);
    if (!inside) paths.push(path);
    else if (depth < MOST_DEPTH) await below(reader, path, inside, paths, depth + 1);
  }
}
