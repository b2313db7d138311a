import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, type RunningServer, startOn } from './child.ts';
import { type Account, accountOf, isRoot, lend, type Place } from './place.ts';

const home = '/usr/lib/postgresql';

/** Where the newest PostgreSQL of this machine has its programs; undefined where there is none. */
export function postgresPrograms(): string | undefined {
  const releases = existsSync(home) ? readdirSync(home).sort((one, other) => Number(other) - Number(one)) : [];
  return releases.map((release) => `${home}/${release}/bin`).find((directory) => existsSync(`${directory}/initdb`));
}

export interface Cluster {
  /** Starts it with these settings, for one test. */
  readonly start: (settings: Readonly<Record<string, string>>) => Promise<RunningServer>;
}

/** An empty cluster with SSL on, which a server account owns when we are root: PostgreSQL refuses root. */
export async function makeCluster(place: Place): Promise<Cluster> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error(`no PostgreSQL in ${home}`);
  const account = isRoot ? await accountOf('postgres', 'nobody') : { name: '', uid: -1, gid: -1 };
  const data = join(place.directory, 'cluster');
  await mkdir(data, { mode: 0o700 });
  if (isRoot) await chown(data, account.uid, account.gid);
  const [initdb = '', ...rest] = asAccount(account, [`${programs}/initdb`, '-D', data, '-U', 'test', '-A', 'trust', '--no-sync']);
  await promisify(execFile)(initdb, rest, { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } });
  const keyFile = await lend(place.keyFile, join(data, 'server.key'), account);
  const lines = ['ssl = on', `ssl_cert_file = '${place.certFile}'`, `ssl_key_file = '${keyFile}'`, 'fsync = off'];
  await appendFile(join(data, 'postgresql.conf'), `${lines.join('\n')}\n`);
  return {
    start: async (settings) => {
      const port = await freePort();
      const all = { ...settings, listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' };
      const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      // SIGINT: the fast shutdown.
      return startOn(port, { argv: asAccount(account, [`${programs}/postgres`, '-D', data, ...options]), signal: 'SIGINT' });
    },
  };
}

function asAccount(account: Account, argv: readonly string[]): readonly string[] {
  if (!isRoot) return argv;
  return ['setpriv', '--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups', '--', ...argv];
}
