import type { ConfigReader } from '../config/reader.ts';
import type { HostPath } from '../model/paths.ts';
import type { Host } from './host.ts';

/** The latin1 text of a file, as the editors of config/ take it; undefined where there is none. */
export async function readText(host: Host, path: HostPath): Promise<string | undefined> {
  return (await host.read(path))?.bytes.toString('latin1');
}

/** A host as the readers of config/ see it. A file that cannot be read counts as missing to them: the caller's own look says why. */
export function configReader(host: Host): ConfigReader {
  return {
    read: (path) => readText(host, path).catch(() => undefined),
    list: (directory) => host.list(directory).catch(() => undefined),
  };
}
