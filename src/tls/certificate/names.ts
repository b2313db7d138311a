import { isIPv4, isIPv6 } from 'node:net';

/** What subjectAltName calls it: RFC 5280 section 4.2.1.6. */
export type NameKind = 'dns' | 'ip';

export function kindOfName(name: string): NameKind {
  return isIPv4(name) || isIPv6(name) ? 'ip' : 'dns';
}

/**
 * One spelling for every way to write the same name: lower case, IPv6 compressed as in RFC 5952.
 * OpenSSL prints `2001:DB8:0:0:0:0:0:1` where people write `2001:db8::1`.
 */
export function canonicalName(name: string): string {
  if (!isIPv6(name) || name.includes('%')) return name.toLowerCase();
  return new URL(`http://[${name}]/`).hostname.slice(1, -1);
}

/** Canonical names, the first of equal ones kept, in the order given. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(canonicalName))];
}

/** The 4 or 16 bytes of an address, as an iPAddress holds them. Throws on what is none: that is a bug. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  if (!isIPv6(address)) throw new Error(`Expected an IP address, got ${address}`);
  // Canonical IPv6 is hextets only: an embedded IPv4 part has become two of them.
  const [head = '', tail] = canonicalName(address).split('::');
  const left = hextets(head);
  const right = hextets(tail ?? '');
  const gap = new Array<number>(8 - left.length - right.length).fill(0);
  return Buffer.from([...left, ...gap, ...right].flatMap((value) => [value >> 8, value & 0xff]));
}

function hextets(part: string): number[] {
  return part === '' ? [] : part.split(':').map((hextet) => Number.parseInt(hextet, 16));
}
