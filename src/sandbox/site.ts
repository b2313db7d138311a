import type { SandboxAccount } from './accounts.ts';
import { UnknownSandboxError } from './error.ts';
import type { Ports } from './ports.ts';
import type { Programs } from './programs.ts';

/** Where PostgreSQL is in a tree of some version, and what runs it. */
export interface DatabaseLayout {
  /** Name of its init script. */
  readonly service: string;
  readonly account: string;
  readonly dataDirectory: string;
  readonly socketDirectory: string;
  readonly programs: string;
  /** `PG_VERSION` of a tree without servers. */
  readonly version: string;
  /** What its `postgres --version` says without servers. */
  readonly release: string;
}

/** Everything a stock tree is made from; the trees are functions of this and of nothing else. */
export interface Site {
  /** The sandbox's own directory, where the tree's `/` is. */
  readonly root: string;
  readonly momentum: string;
  readonly hostname: string;
  readonly ports: Ports;
  /** Loopback addresses that servers listen on: `127.0.0.1`, and `::1` where there is IPv6. */
  readonly ipv6: boolean;
  readonly accounts: readonly SandboxAccount[];
  readonly servicePassword: string;
  readonly database: DatabaseLayout;
  /** Apache runs the web console (3.x). */
  readonly apache: boolean;
  /** Real servers of this machine that the tree's launchers start; undefined in a tree of files only. */
  readonly servers: Programs | undefined;
}

/** Compares dotted versions by number: `atLeast('3.10', '3.6.6')` holds. */
export function atLeast(version: string, bound: string): boolean {
  const mine = version.split('.').map(Number);
  const theirs = bound.split('.').map(Number);
  for (let index = 0; index < theirs.length; index++) {
    const difference = (mine[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The version that was asked for, checked. */
export function momentumVersion(asked: string): string {
  if (!/^[345](\.\d{1,4}){1,3}$/.test(asked)) {
    throw new UnknownSandboxError(`There is no sandbox of Momentum ${asked}: give a version like 3.6.6, 4.2.1 or 5.2.0`);
  }
  return asked;
}

/** Which PostgreSQL each Momentum brought. What 4.x and 5.0 bundled is not documented: plausible ones stand in. */
export function databaseLayout(momentum: string): DatabaseLayout {
  if (atLeast(momentum, '5.2')) {
    return {
      service: 'postgresql',
      account: 'postgres',
      dataDirectory: '/var/lib/pgsql/data',
      socketDirectory: '/var/run/postgresql',
      programs: '/usr/bin',
      version: '16',
      release: '16.4',
    };
  }
  const bundled = {
    service: 'msyspg',
    account: 'msyspg',
    dataDirectory: '/var/db/msyspg',
    socketDirectory: '/var/run/msyspg',
    programs: '/opt/msys/3rdParty/bin',
  };
  if (atLeast(momentum, '5')) return { ...bundled, version: '13', release: '13.9' };
  if (atLeast(momentum, '4')) return { ...bundled, version: '9.4', release: '9.4.26' };
  if (atLeast(momentum, '3.6.5')) return { ...bundled, version: '9.0', release: '9.0.18' };
  if (atLeast(momentum, '3.5.2')) return { ...bundled, version: '9.0', release: '9.0.12' };
  if (atLeast(momentum, '3.3')) return { ...bundled, version: '9.0', release: '9.0.7' };
  return { ...bundled, version: '8.3', release: '8.3.14' };
}
