import { type HostPath, joinPath } from '../model/paths.ts';

/** How the readers that follow includes get at files; host/ has the bytes, config/ knows no host. */
export interface ConfigReader {
  /** The latin1 text of a regular file; undefined where there is none. May reject where one cannot be read. */
  read(path: HostPath): Promise<string | undefined>;
  /** The names in a directory; undefined where there is none. */
  list(directory: HostPath): Promise<readonly string[] | undefined>;
}

/** More files than any real configuration includes; beyond it two files that include each other twice would never end. */
export const MOST_FILES = 1000;

/**
 * The path that a configuration text names, seen from `directory`. The text is latin1 and names of
 * files are UTF-8 everywhere else, so it is decoded where it is UTF-8. Undefined for what can be no path.
 */
export function namedPath(directory: HostPath, name: string): HostPath | undefined {
  if (name === '' || name.includes('\0')) return undefined;
  return joinPath(directory, decodeName(name));
}

function decodeName(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return latin1;
  }
}

/** Orders names by their bytes, as strcmp in the C locale does: what PostgreSQL and Apache sort directories by. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
