import { readEffective } from '../../config/postgresql/effective.ts';
import { quote } from '../../config/postgresql/lexer.ts';
import type { Host } from '../../host/host.ts';
import type { Scratch } from '../../host/scratch.ts';
import { configReader } from '../../host/text.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';
import { type Database, databaseProgram, readDatabase } from './database.ts';

/** Not taken along: what would reach outside the scratch directory, or ask for more memory than a try is worth. */
const LEFT_BEHIND =
  /^(data_directory|hba_file|ident_file|external_pid_file|config_file|listen_addresses|port|unix_socket.*|bonjour.*|log_.*|logging_collector|archive_.*|restore_command|recovery_.*|primary_.*|promote_trigger_file|hot_standby.*|synchronous_.*|shared_buffers|shared_preload_libraries|huge_pages.*|max_connections|max_wal_senders|max_worker_processes|max_prepared_transactions|autovacuum.*|ssl_cert_file|ssl_key_file|stats_temp_directory|dynamic_shared_memory_type|cluster_name|session_preload_libraries|local_preload_libraries|data_directory_mode)$/;

/** A file of the data directory that rules or settings may name: larger ones are not configuration. */
const MOST_BYTES = 1024 * 1024;

export type Rehearsal =
  | { readonly outcome: 'started' }
  | { readonly outcome: 'failed'; readonly why: string }
  | { readonly outcome: 'not-tried'; readonly why: string };

/**
 * Starts a scratch PostgreSQL by the tree's own binaries with the key, certificate, settings and
 * rules that are about to be put in place: on a private Unix socket, with no TCP address. Nothing
 * less proves them: `postgres -C` is content with a key that does not match and rules that do not parse.
 */
export async function rehearseDatabase(
  after: Host,
  bytesOf: (path: string) => Buffer | undefined,
  scratch: Scratch,
): Promise<Rehearsal> {
  const database = await readDatabase(after);
  const [initdb, pgCtl] = await Promise.all(['initdb', 'pg_ctl'].map((name) => databaseProgram(after, name)));
  if (database === undefined || initdb === undefined || pgCtl === undefined) {
    return { outcome: 'not-tried', why: 'the tree has no initdb and pg_ctl to try it with' };
  }
  const data = `${scratch.directory}/data`;
  const quick = database.version.atLeast('9.3') ? ['-N'] : [];
  const made = await scratch.run(initdb, ['-D', data, '-U', 'msyspg', '-A', 'trust', ...quick], 60_000);
  if (made.exit !== 0) return { outcome: 'not-tried', why: `initdb failed: ${lastLine(made.stderr)}` };
  await copyConfiguration(after, database, bytesOf, scratch);
  const options = `-c listen_addresses= -c ${database.version.atLeast('9.3') ? 'unix_socket_directories' : 'unix_socket_directory'}=${scratch.directory}`;
  const started = await scratch.run(
    pgCtl,
    ['-D', data, '-w', '-t', '30', '-l', `${scratch.directory}/log`, '-o', options, 'start'],
    45_000,
  );
  const said = await readLog(scratch, pgCtl, data);
  return started.exit === 0 ? { outcome: 'started' } : { outcome: 'failed', why: said || lastLine(started.stderr) };
}

async function copyConfiguration(
  after: Host,
  database: Database,
  bytesOf: (path: string) => Buffer | undefined,
  scratch: Scratch,
): Promise<void> {
  const planned = async (path: HostPath) => bytesOf(path) ?? (await after.read(path))?.bytes;
  for (const name of (await after.list(database.directory)) ?? []) {
    const path = joinPath(database.directory, name);
    const facts = await after.stat(path);
    if (
      facts?.kind !== 'file' ||
      facts.size > MOST_BYTES ||
      /^(PG_VERSION|postmaster\..*|postgresql\.(auto\.)?conf|.*\.log)$/.test(name)
    )
      continue;
    const bytes = await planned(path);
    if (bytes !== undefined) await scratch.write(`data/${name}`, bytes);
  }
  for (const [path, name] of [
    [database.hba, 'pg_hba.conf'],
    [database.key, 'server.key'],
    [database.certificate, 'server.crt'],
  ] as const) {
    const bytes = await planned(path);
    if (bytes !== undefined) await scratch.write(`data/${name}`, bytes);
  }
  await scratch.write('data/postgresql.conf', Buffer.from(await flatSettings(after, database), 'latin1'));
}

/** All settings in one file, as they will be in force, without the command line: that one is for the real place. */
async function flatSettings(after: Host, database: Database): Promise<string> {
  const autoConf = database.version.atLeast('9.4') ? { autoConf: database.autoConf } : {};
  const { settings } = await readEffective(configReader(after), database.conf, autoConf);
  const lines = [...settings].filter(([name]) => !LEFT_BEHIND.test(name)).map(([name, { value }]) => `${name} = ${quote(value)}`);
  return `${lines.join('\n')}\nmax_connections = 10\nshared_buffers = 8MB\n`;
}

/** What the server said; then it is stopped whatever it was. */
async function readLog(scratch: Scratch, pgCtl: HostPath, data: string): Promise<string> {
  await scratch.run(pgCtl, ['-D', data, '-m', 'immediate', '-w', 'stop'], 30_000);
  const text = await scratch.read('log');
  const telling = text.split('\n').filter((line) => /FATAL|PANIC|ERROR|DETAIL|HINT|could not|unrecognized|invalid/.test(line));
  return telling
    .map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR|DETAIL|HINT|LOG):\s*/, ''))
    .slice(-4)
    .join(' / ');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
