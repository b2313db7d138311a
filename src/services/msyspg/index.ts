import type { Host, ProgramQuestion } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { baseName } from '../../model/paths.ts';
import type { Endpoint, Service } from '../service.ts';
import { databasePlace } from './data-directory.ts';
import { type Database, databaseProgram, readDatabase } from './database.ts';
import { runningDatabase } from './running.ts';
import { tcpSessions } from './sessions.ts';
import { databaseListeners } from './versions.ts';

/** `pg_ctl stop -m smart`, the default up to 9.4, waits for clients to leave: as long as this. */
const PATIENCE_MS = 120_000;

/** PostgreSQL under Momentum's name. */
export const msyspg: Service = {
  id: 'msyspg',
  choice: 'databaseSsl',
  title: 'PostgreSQL (msyspg)',

  async certificate(host) {
    const database = await readDatabase(host);
    return database && { key: database.key, certificate: database.certificate, owner: database.owner, group: database.group };
  },

  async endpoints(host) {
    const database = await readDatabase(host);
    if (database === undefined) return { tls: [], plain: [] };
    // Both on one port: the client says in its first message whether it wants TLS.
    const all = database.addresses.map((address): Endpoint => ({ host: address, port: database.port, starttls: 'postgres' }));
    return { tls: database.ssl ? all : [], plain: all };
  },

  tlsListeners: databaseListeners,
  running: runningDatabase,

  // `postgres -C` and the like pass with a key that does not match and rules that do not parse.
  async test() {
    return undefined;
  },

  async control(host, action) {
    const { init } = await databasePlace(host);
    if (action === 'reload') {
      const reload = await reloadQuestion(host);
      if (reload !== undefined) return reload;
    }
    // Momentum's init script knows no reload.
    const verb = action === 'reload' ? 'restart' : action;
    if ((await host.stat(init)) !== undefined) return { program: init, args: [verb], timeoutMs: PATIENCE_MS };
    if (host.root !== '/' || (await host.stat(LAYOUT.systemctl)) === undefined) return undefined;
    return { program: LAYOUT.systemctl, args: [verb, baseName(init)], timeoutMs: PATIENCE_MS };
  },

  /** PostgreSQL 10 and later read the pair again at a reload, which ends no session. */
  async renewal(host) {
    const database = await readDatabase(host);
    return database?.version.atLeast('10') === true && (await reloadQuestion(host)) !== undefined ? 'reload' : 'restart';
  },

  async interrupts(host, action) {
    const database = await readDatabase(host);
    if (database === undefined) return [];
    if (action === 'reload') return ['Nobody is cut off: sessions go on as they are, new ones get what is new'];
    return [...(await sessionLines(host, database)), ...waitLines(database)];
  },
};

async function reloadQuestion(host: Host): Promise<ProgramQuestion | undefined> {
  const { directory, account } = await databasePlace(host);
  const program = await databaseProgram(host, 'pg_ctl');
  return program && { program, args: ['reload', '-D', { path: directory }], account, timeoutMs: 30_000 };
}

async function sessionLines(host: Host, database: Database): Promise<readonly string[]> {
  const seen = await tcpSessions(host, database);
  if (!seen.known) return [`Every session of the database ends; which ones cannot be seen here: ${seen.why}`];
  if (seen.sessions.length === 0) return ['Nobody is connected over TCP now; sessions over the Unix socket end'];
  return seen.sessions.map(
    ({ user, database: name, address, application, since, ssl }) =>
      `Ends the session of ${user} on ${name} from ${address}${application ? ` (${application})` : ''}, ${ssl ? 'TLS' : 'plain text'}, since ${since}`,
  );
}

function waitLines({ version }: Database): readonly string[] {
  if (version.atLeast('9.5')) return [];
  return [
    `PostgreSQL ${version.text} may wait for every client to leave before it stops; after ${PATIENCE_MS / 60_000} minutes everything is put back`,
  ];
}
