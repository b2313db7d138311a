import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type GroupName, groupNames, groupPrimes } from '../../../src/tls/dh/groups.ts';
import { judgeDh } from '../../../src/tls/dh/judge.ts';
import { bitsOf, knownGroup } from '../../../src/tls/dh/known.ts';
import { readDhParameters } from '../../../src/tls/dh/read.ts';
import { groupPem } from '../../../src/tls/dh/write.ts';

/** floor(2^bits × e), by the series of e. */
function eTimesPowerOfTwo(bits: number): bigint {
  const guard = 64n;
  let [term, sum] = [1n << (BigInt(bits) + guard), 0n];
  for (let n = 1n; term > 0n; n += 1n) {
    sum += term;
    term /= n;
  }
  return sum >> guard;
}

/** The X of appendices A.1 to A.3. */
const offset: Readonly<Record<GroupName, bigint>> = { ffdhe2048: 560_316n, ffdhe3072: 2_625_351n, ffdhe4096: 5_736_041n };

test.each(groupNames)('%s is the prime of the formula in RFC 7919', (name) => {
  const bits = Number(name.slice('ffdhe'.length));
  const n = BigInt(bits);
  const prime = (1n << n) - (1n << (n - 64n)) + ((eTimesPowerOfTwo(bits - 130) + offset[name]) << 64n) - 1n;
  expect(groupPrimes[name]).toBe(prime.toString(16));
  expect(bitsOf(Buffer.from(groupPrimes[name], 'hex'))).toBe(bits);
});

test.each(groupNames)('%s as a file is what openssl reads, and the bytes it writes itself', (name) => {
  const input = groupPem(name);
  const text = spawnSync('openssl', ['dhparam', '-text', '-noout'], { input, encoding: 'utf8' });
  expect(text.stdout).toContain(`DH Parameters: (${name.slice('ffdhe'.length)} bit)`);
  const own = spawnSync('openssl', ['genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', `group:${name}`], {
    encoding: 'utf8',
  });
  expect(input).toBe(own.stdout);
});

test.each(groupNames)('%s is read back by its name', (name) => {
  const reading = readDhParameters(groupPem(name));
  expect(reading).toMatchObject({ ok: true, parameters: { bits: Number(name.slice(5)), group: name, form: 'pkcs3' } });
});

test('a prime of its own has no name', () => {
  expect(knownGroup(Buffer.from(groupPrimes.ffdhe2048, 'hex').fill(1, 100, 101))).toBeUndefined();
});

test.each([
  [512, 'refused'],
  [1024, 'refused'],
  [1536, 'weak'],
  [2048, 'good'],
  [4096, 'good'],
])('%i bits: %s', (bits, verdict) => {
  expect(judgeDh(bits).verdict).toBe(verdict);
  expect(/Logjam/.test(judgeDh(bits).why)).toBe(verdict === 'refused');
});
