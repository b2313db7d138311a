import { type Protocol, protocols } from './protocol.ts';

/** Some of the six versions. The functions here always make them oldest first. */
export type ProtocolSet = ReadonlySet<Protocol>;

/** The versions of `chosen`, oldest first, each once. */
export function protocolSet(chosen: Iterable<Protocol>): ProtocolSet {
  const wanted = new Set(chosen);
  return new Set(protocols.filter((protocol) => wanted.has(protocol)));
}

export function union(one: Iterable<Protocol>, other: Iterable<Protocol>): ProtocolSet {
  return protocolSet([...one, ...other]);
}

/** What is in `one` and not in `other`. */
export function minus(one: Iterable<Protocol>, other: Iterable<Protocol>): ProtocolSet {
  const taken = new Set(other);
  return protocolSet([...one].filter((protocol) => !taken.has(protocol)));
}

export function common(one: Iterable<Protocol>, other: Iterable<Protocol>): ProtocolSet {
  const both = new Set(other);
  return protocolSet([...one].filter((protocol) => both.has(protocol)));
}

export function isSubset(part: Iterable<Protocol>, whole: Iterable<Protocol>): boolean {
  return minus(part, whole).size === 0;
}

export function isSame(one: Iterable<Protocol>, other: Iterable<Protocol>): boolean {
  const [left, right] = [protocolSet(one), protocolSet(other)];
  return left.size === right.size && isSubset(left, right);
}
