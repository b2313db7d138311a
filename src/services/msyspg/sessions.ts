import type { Host } from '../../host/host.ts';
import { type Database, databaseProgram } from './database.ts';

/** A client that is connected over TCP now. */
export interface Session {
  readonly user: string;
  readonly database: string;
  readonly address: string;
  readonly application: string;
  readonly since: string;
  readonly ssl: boolean;
}

export type Sessions =
  | { readonly known: true; readonly sessions: readonly Session[] }
  /** Why they cannot be seen from here. */
  | { readonly known: false; readonly why: string };

const SEPARATOR = '\x1f';

/** Asks the server itself, over its Unix socket, as the account that runs it. */
export async function tcpSessions(host: Host, database: Database): Promise<Sessions> {
  if (!database.version.atLeast('9.5'))
    return { known: false, why: `PostgreSQL ${database.version.text} has no pg_stat_ssl (9.5 and later)` };
  const columns =
    "coalesce(usename,''), coalesce(datname,''), host(client_addr), application_name, to_char(backend_start,'YYYY-MM-DD HH24:MI'), ssl";
  const query = `select ${columns} from pg_stat_activity join pg_stat_ssl using (pid) where client_addr is not null and pid <> pg_backend_pid() order by backend_start`;
  const answer = await askDatabase(host, database, query);
  if (answer.rows === undefined) return { known: false, why: answer.why };
  const sessions = answer.rows.map(([user = '', name = '', address = '', application = '', since = '', ssl]) => ({
    user,
    database: name,
    address,
    application,
    since,
    ssl: ssl === 't',
  }));
  return { known: true, sessions };
}

type Rows = { readonly rows: readonly (readonly string[])[] } | { readonly rows: undefined; readonly why: string };

/** Asks over the Unix socket, as the account that runs the server; without rows, why there are none. */
export async function askDatabase(host: Host, database: Database, query: string): Promise<Rows> {
  const psql = await databaseProgram(host, 'psql');
  const { postmaster } = database;
  if (psql === undefined) return { rows: undefined, why: 'this tree has no psql' };
  if (postmaster?.socketDirectory === undefined || postmaster.port === undefined) {
    return { rows: undefined, why: 'its postmaster.pid names no Unix socket' };
  }
  const connection = ['-h', postmaster.socketDirectory, '-p', String(postmaster.port), '-U', database.owner, '-d', 'postgres'];
  const args = ['-X', '-A', '-t', '-w', '-F', SEPARATOR, ...connection, '-c', query];
  const answer = await host.ask({
    program: psql,
    args,
    account: database.owner,
    environment: { HOME: '/nonexistent', PGCONNECT_TIMEOUT: '5' },
  });
  if (answer.exit !== 0) return { rows: undefined, why: `psql said: ${answer.stderr.trim() || 'nothing'}` };
  return {
    rows: answer.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(SEPARATOR)),
  };
}
