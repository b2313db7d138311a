import type { Host } from '../../host/host.ts';
import { readDatabase } from '../../services/msyspg/database.ts';
import type { Decided } from '../choice.ts';

/** The settings of TLS with more than one line about them: the last one that is read wins. */
export async function decidedDatabaseSsl(host: Host): Promise<readonly Decided[]> {
  const database = await readDatabase(host);
  const settings = [...(database?.effective.settings.values() ?? [])];
  return settings
    .filter(({ name, overrides }) => /^ssl(_|$)/.test(name) && overrides.length > 0)
    .map(({ name, value, file, line, overrides }) => ({
      what: `${name} = ${value}`,
      where: file === undefined ? "the server's command line" : `${file}:${line}`,
      over: overrides.map((lost) => `${lost.name} = ${lost.value} at ${lost.file}:${lost.line}`),
    }));
}
