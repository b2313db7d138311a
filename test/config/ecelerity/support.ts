import { parseEcelerity } from '../../../src/config/ecelerity/parse.ts';
import { type Configuration, readConfiguration } from '../../../src/config/ecelerity/read.ts';
import { parsePath, type ScopePath } from '../../../src/config/ecelerity/scope-path.ts';
import { hostPath } from '../../../src/model/paths.ts';
import { readerOf } from '../support.ts';

export const main = hostPath('/conf/ecelerity.conf');

export const parse = (text: string) => parseEcelerity(text, main);

/** The configuration of one file. */
export const configured = (text: string) => configuredFiles({ [main]: text });

export const configuredFiles = (files: Readonly<Record<string, string>>): Promise<Configuration> =>
  readConfiguration(readerOf(files), main, { searchPath: ['/etc', '/nodes/{NODENAME}', '/default'], nodeName: 'mta1' });

export function path(text: string): ScopePath {
  const parsed = parsePath(text);
  if (!parsed) throw new Error(`Not a path: ${text}`);
  return parsed;
}
