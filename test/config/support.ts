import fc from 'fast-check';
import type { ConfigReader } from '../../src/config/reader.ts';

/** Any bytes, as latin1 text. */
export const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'));

/** Text that is made of what a dialect is made of, in any order: most of it is damaged. */
export function textOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  const common = ['\n', '\r\n', ' ', '\t', '#', '"', "'", '\\', '\\\n', '\\\r\n', '=', 'a', '\xe9', '\0', '\xef\xbb\xbf'];
  return fc.array(fc.constantFrom(...common, ...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
}

/** A reader over files in memory; directories are what their paths say. */
export function readerOf(files: Readonly<Record<string, string>>): ConfigReader {
  return {
    read: async (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    list: async (directory) => {
      const prefix = directory === '/' ? '/' : `${directory}/`;
      const names = Object.keys(files).filter((path) => path.startsWith(prefix));
      if (names.length === 0) return undefined;
      return [...new Set(names.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
    },
  };
}
