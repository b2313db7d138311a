import { getDiffieHellman } from 'node:crypto';
import { groupNames, groupPrimes } from './groups.ts';

/** The MODP groups of RFC 2409 and 3526 by their bits; OpenSSL, Apache and PostgreSQL have some built in. */
const modp: Readonly<Record<number, string>> = {
  768: 'modp1',
  1024: 'modp2',
  1536: 'modp5',
  2048: 'modp14',
  3072: 'modp15',
  4096: 'modp16',
  6144: 'modp17',
  8192: 'modp18',
};

/** The name of the group with this prime (big-endian, no leading zero): `ffdhe2048`, `modp14`; undefined for one of the server's own. */
export function knownGroup(prime: Buffer): string | undefined {
  const hex = prime.toString('hex');
  const ffdhe = groupNames.find((name) => groupPrimes[name] === hex);
  if (ffdhe !== undefined) return ffdhe;
  const name = modp[prime.length * 8];
  return name !== undefined && getDiffieHellman(name).getPrime('hex') === hex ? name : undefined;
}

/** Bits of a number in bytes without leading zeros. */
export function bitsOf(number: Buffer): number {
  const [first] = number;
  return first === undefined ? 0 : number.length * 8 - Math.clz32(first) + 24;
}
