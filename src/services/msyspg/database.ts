import { parsePgBool } from '../../config/postgresql/boolean.ts';
import { type EffectiveSettings, readEffective } from '../../config/postgresql/effective.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { configReader, readText } from '../../host/text.ts';
import { parseVersion, type Version } from '../../host/version.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';
import { databasePlace } from './data-directory.ts';
import { type Postmaster, readPostmaster } from './postmaster.ts';

/** What is known of the tree's PostgreSQL from its files alone. */
export interface Database {
  readonly directory: HostPath;
  /** Who runs it and owns its files: msyspg, or from Momentum 5.2 on the system's postgres. Also its superuser's name. */
  readonly owner: string;
  readonly group: string;
  /** From PG_VERSION, which decides whether a server starts on this directory: `9.0`, `15`. */
  readonly version: Version;
  readonly conf: HostPath;
  readonly autoConf: HostPath;
  readonly hba: HostPath;
  readonly effective: EffectiveSettings;
  readonly ssl: boolean;
  readonly key: HostPath;
  readonly certificate: HostPath;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly postmaster: Postmaster | undefined;
}

/** Undefined where this tree has no database (no PG_VERSION in the data directory). */
export async function readDatabase(host: Host): Promise<Database | undefined> {
  const { directory, account: owner, group } = await databasePlace(host);
  const version = parseVersion((await readText(host, joinPath(directory, 'PG_VERSION'))) ?? '');
  if (version === undefined) return undefined;
  const postmaster = await readPostmaster(host, directory);
  const conf = joinPath(directory, 'postgresql.conf');
  const autoConf = joinPath(directory, 'postgresql.auto.conf');
  const effective = await readEffective(configReader(host), conf, {
    ...(version.atLeast('9.4') ? { autoConf } : {}),
    commandLine: givenByHand(host, postmaster?.args ?? []),
  });
  const value = (name: string) => effective.settings.get(name)?.value;
  return {
    directory,
    owner,
    group,
    version,
    conf,
    autoConf,
    hba: inTree(host, directory, value('hba_file') ?? 'pg_hba.conf'),
    effective,
    ssl: parsePgBool(value('ssl') ?? 'off') === true,
    // PostgreSQL 9.1 and older hard-code both names in the data directory.
    key: inTree(host, directory, (version.atLeast('9.2') ? value('ssl_key_file') : undefined) ?? 'server.key'),
    certificate: inTree(host, directory, (version.atLeast('9.2') ? value('ssl_cert_file') : undefined) ?? 'server.crt'),
    port: postmaster?.port ?? Number(value('port') ?? 5432),
    addresses: listenAddresses(value('listen_addresses') ?? 'localhost'),
    postmaster,
  };
}

/**
 * In a sandbox the server's launcher repeats settings of the files with the place on the disk of the path
 * they name: those are no command line of anybody's, and go with the line in the file.
 */
function givenByHand(host: Host, args: readonly string[]): readonly string[] {
  if (host.root === '/') return args;
  const repeated = (index: number) => args[index] === '-c' && (args[index + 1] ?? '').includes(`=${host.root}/`);
  return args.filter((_, index) => !repeated(index) && !repeated(index - 1));
}

/** A path given on the command line of a server in a sandbox is one of the disk, not of the tree. */
export function inTree(host: Host, directory: HostPath, value: string): HostPath {
  const inside = host.root !== '/' && value.startsWith(`${host.root}/`) ? value.slice(host.root.length) : value;
  return joinPath(directory, inside);
}

/** Addresses to try as a client on this machine: a wildcard is reached over loopback. */
function listenAddresses(value: string): readonly string[] {
  const addresses = value
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)
    .flatMap((address) => {
      if (address === '*') return ['127.0.0.1', '::1'];
      if (address === '0.0.0.0') return ['127.0.0.1'];
      if (address === '::') return ['::1'];
      return address === 'localhost' ? ['127.0.0.1', '::1'] : [address];
    });
  return [...new Set(addresses)];
}

/** A program of PostgreSQL's in the places where Momentum's packages put it; undefined where there is none. */
export async function databaseProgram(host: Host, name: string): Promise<HostPath | undefined> {
  for (const directory of LAYOUT.databasePrograms) {
    const path = joinPath(directory, name);
    if ((await host.stat(path)) !== undefined) return path;
  }
  return undefined;
}
