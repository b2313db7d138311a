import { isIP } from 'node:net';
import { execute } from './programs.ts';

const TIMEOUT_MS = 3_000;
/** getent(1): a key was not found. */
const NOT_FOUND = 2;

/**
 * Does a name lead to an address: by the tree's own etc/hosts, else by this machine's resolver?
 * Through getent and not node:dns, since it can be ended when a name server does not answer.
 * Undefined where it cannot be told in time.
 */
export async function resolvesName(name: string, hosts: string): Promise<boolean | undefined> {
  if (isIP(name) !== 0 || name === 'localhost' || isInHosts(name, hosts)) return true;
  const answer = await execute({ file: 'getent', args: ['ahosts', '--', name], timeoutMs: TIMEOUT_MS });
  if (answer.exit === 0) return true;
  return answer.exit === NOT_FOUND ? false : undefined;
}

/** Does a text as of etc/hosts give the name an address? */
export function isInHosts(name: string, hosts: string): boolean {
  return hosts.split('\n').some((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return isIP(address) !== 0 && names.includes(name);
  });
}
