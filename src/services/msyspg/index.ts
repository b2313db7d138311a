import { LAYOUT } from '../../host/layout.ts';
import type { Endpoint, Service } from '../service.ts';
import { readDatabase } from './database.ts';
import { runningDatabase } from './running.ts';
import { tcpSessions } from './sessions.ts';

/** PostgreSQL under Momentum's name. */
export const msyspg: Service = {
  id: 'msyspg',
  choice: 'databaseSsl',
  title: 'PostgreSQL (msyspg)',

  async certificate(host) {
    const database = await readDatabase(host);
    return database && { key: database.key, certificate: database.certificate, owner: 'msyspg', group: 'msyspg' };
  },

  async endpoints(host) {
    const database = await readDatabase(host);
    if (database === undefined) return { tls: [], plain: [] };
    // Both on one port: the client says in its first message whether it wants TLS.
    const all = database.addresses.map((address): Endpoint => ({ host: address, port: database.port, starttls: 'postgres' }));
    return { tls: database.ssl ? all : [], plain: all };
  },

  running: runningDatabase,

  // `postgres -C` and the like pass with a key that does not match and rules that do not parse.
  async test() {
    return undefined;
  },

  async control(host, action) {
    if ((await host.stat(LAYOUT.databaseInit)) === undefined) return undefined;
    // The init script knows no reload.
    const verb = action === 'reload' ? 'restart' : action;
    return { program: LAYOUT.databaseInit, args: [verb], timeoutMs: 120_000 };
  },

  async interrupts(host) {
    const database = await readDatabase(host);
    if (database === undefined) return [];
    const seen = await tcpSessions(host, database);
    if (!seen.known) return [`Every session of the database ends; which ones cannot be seen here: ${seen.why}`];
    if (seen.sessions.length === 0) return ['Nobody is connected over TCP now; sessions over the Unix socket end'];
    return seen.sessions.map(
      ({ user, database: name, address, application, since, ssl }) =>
        `Ends the session of ${user} on ${name} from ${address}${application ? ` (${application})` : ''}, ${ssl ? 'TLS' : 'plain text'}, since ${since}`,
    );
  },
};
