import { expect, test } from 'vitest';
import { validateAltName, validateHostname } from '../../../src/tls/certificate/hostname.ts';

test.each([
  'localhost',
  'mail1',
  'mail1.example.com',
  'MAIL1.EXAMPLE.COM',
  '3com.com',
  'xn--bcher-kva.example',
  'a-b.c',
  '192.0.2.10',
  '::1',
  '2001:db8::1',
  '*.example.com',
  `${'a'.repeat(63)}.example.com`,
  `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`,
])('%s is a host name', (name) => {
  expect(validateHostname(name)).toBeUndefined();
  expect(validateAltName(name)).toBeUndefined();
});

test.each([
  ['', 'empty'],
  ['mail_1.example.com', '"mail_1" has others'],
  ['mail 1', 'only letters'],
  ['bücher.example', 'xn-- form'],
  ['-mail.example.com', 'hyphen'],
  ['mail-.example.com', 'hyphen'],
  ['mail..example.com', 'between two dots'],
  ['.example.com', 'between two dots'],
  ['mail.example.com.', 'ends in a dot'],
  ['256.0.2.1', 'like an IPv4 address'],
  ['10.1.2', 'like an IPv4 address'],
  ['mail:443', 'port'],
  ['fe80::1%eth0', 'zone'],
  ['*', 'wildcard stands alone'],
  ['*mail.example.com', 'wildcard stands alone'],
  ['mail.*.com', 'wildcard stands alone'],
  ['*.*.com', 'wildcard stands alone'],
  ['*.com', 'two labels'],
  [`${'a'.repeat(64)}.example.com`, '64 characters'],
  [`${'abcdefgh.'.repeat(28)}com`, '255 characters'],
  ['mail.example.com\nevil', 'only letters'],
])('%j is none: %s', (name, why) => {
  expect(validateHostname(name)).toContain(why);
});

test('the sentence says which of the two was meant', () => {
  expect(validateHostname('a_b')).toMatch(/^"a_b" is no host name: .*\.$/);
  expect(validateAltName('a_b')).toMatch(/^"a_b" is no alternative name: .*\.$/);
});
