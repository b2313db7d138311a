import { type Network, parseAddress, withPrefix } from '../pg-hba/network.ts';
import type { Scope } from './scope.ts';

/** The peer stanzas right in a listener or listen, by how specific they are. */
export class Peers {
  readonly #container: Scope;
  /** For each size of networks the ones there are, by their first address; the smallest networks first. */
  readonly #bySize: (readonly [size: bigint, Map<string, Scope>])[];

  constructor(container: Scope) {
    this.#container = container;
    const sizes = new Map<bigint, Map<string, Scope>>();
    for (const scope of container.children()) {
      const network = scope.keyword === 'peer' ? networkOf(scope.instance ?? '') : undefined;
      if (!network) continue;
      const size = sizeOf(network);
      const same = sizes.get(size) ?? new Map<string, Scope>();
      if (!same.has(keyOf(network, size))) same.set(keyOf(network, size), scope);
      sizes.set(size, same);
    }
    this.#bySize = [...sizes].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The stanza that a client of `instance` (an address, or all of a network) meets: the most specific one (Momentum manual, "Peer"). */
  match(instance: string): Scope | undefined {
    const same = this.#container.child('peer', instance);
    if (same) return same;
    const client = networkOf(instance);
    if (!client) return undefined;
    const own = sizeOf(client);
    for (const [size, networks] of this.#bySize) {
      const found = size < own ? undefined : networks.get(keyOf(client, size));
      if (found) return found;
    }
    return undefined;
  }
}

/** An address is a network of one. */
export function networkOf(instance: string): Network | undefined {
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
