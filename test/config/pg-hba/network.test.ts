import { expect, test } from 'vitest';
import { contains, parseAddress, withPrefix } from '../../../src/config/pg-hba/network.ts';

const network = (text: string) => {
  const [host = '', length = ''] = text.split('/');
  const address = parseAddress(host);
  const made = address && withPrefix(address, length);
  if (!made) throw new Error(`No network: ${text}`);
  return made;
};

test.each([
  ['127.0.0.1', 0x7f000001n],
  ['127.1', 0x7f000001n],
  ['0x7f.1', 0x7f000001n],
  ['017.1', 0x0f000001n],
  ['::1', 1n],
  ['::', 0n],
  ['::0', 0n],
  ['1::', 1n << 112n],
  ['::ffff:1.2.3.4', 0xffff01020304n],
  ['fe80::1%eth0', (0xfe80n << 112n) | 1n],
  ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n],
])('%s is an address', (text, bits) => {
  expect(parseAddress(text)?.bits).toBe(bits);
});

test.each(['', 'db1', '256.1.1.1', '1.2.3.4.5', '09.1.1.1', ':', '1::2::3', '1.2.3.'])('%j is none', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  ['0.0.0.0/0', '10.1.2.3/32', true],
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['::0/0', '::1/128', true],
  ['::/0', '10.0.0.0/8', false],
  ['10.9.9.9/8', '10.0.0.0/8', true],
])('%s contains %s: %s', (outer, inner, answer) => {
  expect(contains(network(outer), network(inner))).toBe(answer);
});
