import type { EffectiveSetting } from '../../config/postgresql/effective.ts';
import type { Host } from '../../host/host.ts';
import { postgresProtocol, protocols } from '../../tls/protocol.ts';
import type { ConfiguredVersions, TlsListener } from '../service.ts';
import { type Database, readDatabase } from './database.ts';

/** What ssl_min_protocol_version and ssl_max_protocol_version say; before PostgreSQL 12 there is nothing to set. */
export async function databaseListeners(host: Host): Promise<readonly TlsListener[]> {
  const database = await readDatabase(host);
  if (database === undefined || !database.ssl) return [];
  const configured = configuredBy(database);
  return database.addresses.map((address) => ({ host: address, port: database.port, starttls: 'postgres', configured }));
}

function configuredBy({ conf, version, effective }: Database): ConfiguredVersions {
  const given = (name: string) => (version.atLeast('12') ? effective.settings.get(name) : undefined);
  const [least, most] = [given('ssl_min_protocol_version'), given('ssl_max_protocol_version')];
  const said = [least, most].filter((setting): setting is EffectiveSetting => Boolean(setting?.value));
  const within = (from: number) => {
    const [lowest, highest] = [placeOf(least, from), placeOf(most, protocols.length - 1)];
    return protocols.filter((_, place) => place >= lowest && place <= highest);
  };
  const allowed = within(0);
  return {
    scope: conf,
    option: said.length === 0 ? 'ssl_min_protocol_version' : said.map(({ name }) => name).join(', '),
    value: said.length === 0 ? null : said.map(({ value }) => value).join(' to '),
    file: said[0]?.file ?? null,
    line: said[0]?.line ?? null,
    // TLS 1.2 and newer by default from 13 on; SSLv3 went with 9.4.
    protocols: within(version.atLeast('13') ? protocols.indexOf('TLSv1.2') : protocols.indexOf('TLSv1.0')),
    off: protocols.filter((protocol) => !allowed.includes(protocol)),
    note: '',
  };
}

/** Where a value stands in the row of versions, whatever its case; none or an empty one sets no limit. */
function placeOf(setting: EffectiveSetting | undefined, otherwise: number): number {
  const value = setting?.value.toLowerCase();
  const place = protocols.findIndex((protocol) => value && postgresProtocol(protocol)?.toLowerCase() === value);
  return place < 0 ? otherwise : place;
}
