import { isIPv6 } from 'node:net';

/** A range of addresses. `mask` is as long as the address: 32 or 128 bits. */
export interface Network {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly mask: bigint;
}

interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/**
 * A numeric address as getaddrinfo with AI_NUMERICHOST takes it: an IPv4 one may have fewer than four
 * parts, in decimal, octal or hexadecimal (inet_aton), an IPv6 one a zone. Undefined for a name.
 */
export function parseAddress(text: string): Address | undefined {
  const [bare = ''] = text.split('%');
  if (isIPv6(bare)) return { family: 6, bits: ipv6Bits(bare) };
  const bits = ipv4Bits(text);
  return bits === undefined ? undefined : { family: 4, bits };
}

/** `address` with the length of its prefix in decimal. Undefined where the length does not fit. */
export function withPrefix({ family, bits }: Address, length: string): Network | undefined {
  const size = family === 4 ? 32 : 128;
  if (!/^[0-9]{1,3}$/.test(length) || Number(length) > size) return undefined;
  const host = BigInt(size - Number(length));
  return { family, address: bits, mask: ((1n << BigInt(size)) - 1n) ^ ((1n << host) - 1n) };
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family) return false;
  const narrower = (outer.mask & inner.mask) === outer.mask;
  return narrower && (outer.address & outer.mask) === (inner.address & outer.mask);
}

function ipv4Bits(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.test(part))) return undefined;
  const numbers = parts.map((part) => BigInt(/^0[0-7]+$/.test(part) ? `0o${part}` : part));
  // The last part fills all bytes that the others leave.
  const last = numbers.pop() ?? 0n;
  if (numbers.some((number) => number > 255n) || last >= 1n << BigInt(8 * (4 - numbers.length))) return undefined;
  return numbers.reduce((sum, number, index) => sum | (number << BigInt(24 - 8 * index)), last);
}

function ipv6Bits(text: string): bigint {
  const dotted = text.slice(text.lastIndexOf(':') + 1);
  const v4 = dotted.includes('.') ? (ipv4Bits(dotted) ?? 0n) : undefined;
  const plain =
    v4 === undefined ? text : `${text.slice(0, -dotted.length)}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const [left = '', right] = plain.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const head = groups(left);
  const tail = groups(right ?? '');
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
