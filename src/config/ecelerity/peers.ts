import { type Network, parseAddress, withPrefix } from '../pg-hba/network.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** The peer stanzas right in a listener or listen, by how specific they are. */
export class Peers {
  /** For each size of networks the ones there are, by their first address; the smallest networks first. */
  readonly #bySize: (readonly [size: bigint, Map<string, ScopeId>])[];

  constructor(table: ScopeTable, container: ScopeId) {
    const sizes = new Map<bigint, Map<string, ScopeId>>();
    for (let scope = table.firstChild(container); scope !== 0; scope = table.sibling(scope)) {
      const network = table.kind(scope) === 'peer' ? networkOf(table.instance(scope) ?? '') : undefined;
      if (!network) continue;
      const size = sizeOf(network);
      const same = sizes.get(size) ?? new Map<string, ScopeId>();
      if (!same.has(keyOf(network, size))) same.set(keyOf(network, size), scope);
      sizes.set(size, same);
    }
    this.#bySize = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The stanza that a client of `instance` (an address, or all of a network) meets: the most specific one (Momentum manual, "Peer"). */
  match(instance: string): ScopeId | undefined {
    const client = this.#bySize.length === 0 ? undefined : networkOf(instance);
    if (!client) return undefined;
    const own = sizeOf(client);
    for (const [size, networks] of this.#bySize) {
      const found = size < own ? undefined : networks.get(keyOf(client, size));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** An address is a network of one. */
function networkOf(instance: string): Network | undefined {
  const [host = '', length] = instance.replace(/^\[|\]$/g, '').split('/');
  const address = parseAddress(host);
  return address && withPrefix(address, length ?? (address.family === 4 ? '32' : '128'));
}

function sizeOf({ family, mask }: Network): bigint {
  return (1n << BigInt(family === 4 ? 32 : 128)) - mask;
}

function keyOf({ family, address }: Network, size: bigint): string {
  return `${family} ${address / size}`;
}
