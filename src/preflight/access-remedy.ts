import type { Account } from '../host/accounts.ts';
import type { FileFacts, Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { HostPath } from '../model/paths.ts';
import type { Attributes, SetAttributes } from '../plan/change.ts';
import { dataDirectory } from '../services/msyspg/data-directory.ts';
import type { Obstacle } from './access-way.ts';
import { mayGive, whoNamedIt } from './may-give.ts';
import type { Need } from './needs.ts';
import { setAttributes } from './remedy.ts';
import { commandsFor } from './words.ts';

export interface AccessRemedy {
  /** Undefined where opening it would open more than is needed: then a person decides. */
  readonly change: SetAttributes | undefined;
  readonly step: string;
}

/**
 * Lets one account through, and as few others as can be: by its own bits where it has some there,
 * else by its group; for everybody only a directory outside of Momentum, and only to go through.
 */
export async function accessRemedy(after: Host, need: Need, obstacle: Obstacle): Promise<AccessRemedy> {
  const { facts, bits, byMode } = obstacle;
  const accounts = await after.accounts();
  const account = accounts.find(need.account);
  if (!byMode || account === undefined) {
    return {
      change: undefined,
      step: `The modes of ${facts.path} allow it, so something else refuses: look at getfacl ${facts.path} and findmnt -T ${facts.path}`,
    };
  }
  if (!(await mayGive(after, account.name, (await after.stat(need.path)) ?? facts)))
    return { change: undefined, step: whoNamedIt(account.name, need.path) };
  const wanted = await safeAttributes(after, need, obstacle, account, accounts.groupName(account.gid));
  if (wanted === undefined) {
    const access = `${bits & 4 ? 'r' : ''}${bits & 1 ? 'x' : ''}`;
    return {
      change: undefined,
      step: `setfacl -m u:${account.name}:${access} ${facts.path} (its group ${facts.group} has rights that must not be lost)`,
    };
  }
  return {
    change: setAttributes(facts.path, wanted, `${account.name} has to ${access(obstacle)} it`),
    step: commandsFor(facts, wanted),
  };
}

/** For people: what the account has to do there. */
export function access({ facts, bits }: Obstacle): string {
  return facts.kind === 'directory' ? (bits & 4 ? 'list and enter' : 'enter') : 'read';
}

async function safeAttributes(
  after: Host,
  need: Need,
  { facts, bits }: Obstacle,
  account: Account,
  group: string,
): Promise<Attributes | undefined> {
  const now = { owner: facts.owner, group: facts.group, mode: facts.mode };
  const isDirectory = facts.kind === 'directory';
  // A key is its service's alone, and so is everything in the data directory.
  const alone = { owner: account.name, group, mode: isDirectory ? 0o700 : 0o600 };
  if (need.kind === 'key' && !isDirectory) return alone;
  if (await isOfTheDatabase(after, facts)) return alone;
  if (facts.uid === account.uid) return { ...now, mode: facts.mode | (bits << 6) };
  if (account.groups.includes(facts.gid)) return { ...now, mode: facts.mode | (bits << 3) };
  if (isDirectory && bits === 1 && !isWithin(facts.real, LAYOUT.product)) return { ...now, mode: facts.mode | bits };
  // The group that loses its rights here must have had none, or be root's own.
  const nobodyLoses = facts.gid === 0 || (facts.mode & 0o070) === 0;
  return nobodyLoses ? { ...now, group, mode: facts.mode | (bits << 3) } : undefined;
}

/** By either name, where the data directory is a link to another disk. */
async function isOfTheDatabase(after: Host, facts: FileFacts): Promise<boolean> {
  const directory = await dataDirectory(after);
  const real = (await after.stat(directory))?.real ?? directory;
  return isWithin(facts.path, directory) || isWithin(facts.real, real);
}

function isWithin(path: HostPath, directory: HostPath): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
