import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { hostName } from '../../host/names.ts';
import { readText } from '../../host/text.ts';
import { joinPath } from '../../model/paths.ts';
import { databaseHosts } from '../database-ssl/clients.ts';

/** What credmgr knows an entry by: all three are compared as they are written. */
export interface Entry {
  readonly hostname: string;
  readonly username: string;
  readonly facility: string;
}

const USER = 'ecuser';
const LOCAL = 'localhost';

/**
 * The entries of the manual (3-reference-modules-securecreds): ecconfigd's own, and for the database
 * under each name by which it is reached, and under localhost. Five, where it is reached by one name.
 */
export async function documentedEntries(host: Host): Promise<readonly Entry[]> {
  const reached = (await databaseHosts(host)).filter((name) => name !== LOCAL);
  // A client of the Unix socket names none: then it is this host.
  const own = reached.length > 0 ? [] : [(await hostName(host)) ?? LOCAL];
  const names = [...new Set([...reached, ...own, LOCAL])];
  return [
    { hostname: '_ecconfigd_', username: USER, facility: 'ecconfigd' },
    ...names.flatMap((hostname) => ['pgsql', 'ecdb'].map((facility) => ({ hostname, username: USER, facility }))),
  ];
}

export function inWords({ hostname, username, facility }: Entry): string {
  return `${username} at ${hostname} for ${facility}`;
}

/** How credmgr is told which entry is meant, as the manual writes it. */
export function identityOf({ hostname, username, facility }: Entry): readonly string[] {
  return [`--hostname=${hostname}`, '-u', username, '-f', facility];
}

export function isSame(one: Entry, other: Entry): boolean {
  return one.hostname === other.hostname && one.username === other.username && one.facility === other.facility;
}

/** What credmgr lists, a line an entry, without passwords; undefined where it does not tell. */
export async function listEntries(host: Host): Promise<readonly string[] | undefined> {
  const answer = await host.ask({ program: LAYOUT.credmgr, args: ['get_cred'] });
  if (answer.exit !== 0) return undefined;
  return answer.stdout.split('\n').filter((line) => line.trim() !== '');
}

/** Is this the line of that entry? How a line is laid out is not documented: all three words stand in it. */
export function isLineOf(line: string, { hostname, username, facility }: Entry): boolean {
  // A colon belongs to an address, and to nothing else where it ends a word.
  const words = line.split(/[^\w.:%-]+/).map((word) => word.replace(/:$/, ''));
  return [hostname, username, facility].every((word) => words.includes(word));
}

/** The password of an entry, for comparing; undefined where there is none, or credmgr does not tell. */
export async function storedPassword(host: Host, entry: Entry): Promise<string | undefined> {
  const answer = await host.ask({ program: LAYOUT.credmgr, args: ['get_cred', ...identityOf(entry)] });
  const password = answer.stdout.replace(/\r?\n$/, '');
  return answer.exit === 0 && password !== '' ? password : undefined;
}

/** Entries that we made: those that turning it off takes away again, and no other ones. */
export const RECORD = joinPath(LAYOUT.state, 'credentials.json');

/** Those of the record; [] where there is none, or it is lost: then nothing is ours to remove. */
export async function ownEntries(host: Host): Promise<readonly Entry[]> {
  const text = await readText(host, RECORD).catch(() => undefined);
  try {
    return text === undefined ? [] : (JSON.parse(text) as Entry[]);
  } catch {
    return [];
  }
}
