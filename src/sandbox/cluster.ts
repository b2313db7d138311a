import { randomUUID } from 'node:crypto';
import { chmod, lchown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxAccount, whoAmI } from './accounts.ts';
import { SandboxError } from './error.ts';
import type { Programs } from './programs.ts';
import { run } from './run.ts';
import type { Site } from './site.ts';
import { pgHbaConf } from './trees/database.ts';

/** Initialises a real cluster in the tree's data directory, which exists and is empty. It is not started. */
export async function initialiseCluster(site: Site, programs: Programs): Promise<void> {
  const data = join(site.root, site.database.dataDirectory);
  const superuser = site.database.account;
  const args = ['-D', data, '-U', superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const initialised = await asInitialiser(data, `${programs.postgres}/initdb`, args);
  if (initialised.exit !== 0) throw new SandboxError(`initdb failed: ${initialised.stderr.trim() || initialised.stdout.trim()}`);
  const account = site.accounts.find((each) => each.name === superuser) as SandboxAccount;
  const log = join(data, 'pg_log');
  await mkdir(log);
  await chmod(log, 0o700);
  await replace(join(data, 'pg_hba.conf'), pgHbaConf(String(programs.postgresVersion)));
  const configuration = join(data, 'postgresql.conf');
  await replace(configuration, siteSettings(site, await readFile(configuration, 'utf8')));
  if (whoAmI().root) await giveAll(data, account);
}

/**
 * initdb looks itself up in this machine's passwd, where the tree's accounts are not: as root it runs
 * as one that is there and has no rights, in a directory lent to it.
 */
async function asInitialiser(data: string, program: string, args: readonly string[]) {
  if (!whoAmI().root) return run(program, args, { timeoutMs: 120_000 });
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => lines.find((fields) => fields[0] === name)).find(Boolean);
  if (found === undefined) throw new SandboxError('initdb needs an account named postgres or nobody on this machine.');
  const uid = Number(found[2]);
  const gid = Number(found[3]);
  await lchown(data, uid, gid);
  const drop = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--'];
  return run('setpriv', [...drop, program, ...args], { timeoutMs: 120_000 });
}

function siteSettings(site: Site, stock: string): string {
  const addresses = ['127.0.0.1', '127.0.0.2', ...(site.ipv6 ? ['::1'] : [])].join(', ');
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: `'${addresses}'`,
    port: String(site.ports.database),
    unix_socket_directories: `'${site.database.socketDirectory}'`,
    logging_collector: 'on',
    log_directory: `'pg_log'`,
    log_filename: `'postgresql-%Y-%m-%d-%M.log'`,
  };
  return Object.entries(settings).reduce((text, [name, value]) => {
    const line = new RegExp(`^#?${name} = ('[^'\n]*'|[^\\s#]+)`, 'm');
    return line.test(text) ? text.replace(line, () => `${name} = ${value}`) : `${text}${name} = ${value}\n`;
  }, stock);
}

/** Content and mode of a file that initdb made; its owner follows with the rest. */
async function replace(path: string, content: string): Promise<void> {
  await writeFile(path, content);
  await chmod(path, 0o600);
}

async function giveAll(directory: string, account: SandboxAccount): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await giveAll(path, account);
    else await lchown(path, account.uid, account.gid);
  }
  await lchown(directory, account.uid, account.gid);
}

/** In the running cluster: the role that Momentum logs in as, with its password, and its database. */
export async function createRoleAndDatabase(site: Site): Promise<void> {
  const { programs, socketDirectory, account } = site.database;
  const args = ['-h', join(site.root, socketDirectory), '-p', String(site.ports.database), '-U', account, '-d', 'postgres'];
  const statements = [
    `CREATE ROLE ecuser LOGIN PASSWORD '${site.servicePassword}';`,
    'CREATE DATABASE ecelerity OWNER ecuser;',
    '\\connect ecelerity',
    'CREATE SCHEMA webconsole AUTHORIZATION ecuser;',
    'CREATE TABLE webconsole.users (username text PRIMARY KEY, password text NOT NULL);',
    'ALTER TABLE webconsole.users OWNER TO ecuser;',
    `INSERT INTO webconsole.users VALUES ('admin', '${randomUUID()}');`,
  ];
  // By standard input: a password in the arguments would stand in the process list.
  const done = await run(join(site.root, programs, 'psql'), [...args, '-X', '-q', '-v', 'ON_ERROR_STOP=1'], {
    input: `${statements.join('\n')}\n`,
    timeoutMs: 30_000,
  });
  if (done.exit !== 0) throw new SandboxError(`The database of the sandbox could not be made: ${done.stderr.trim()}`);
}
