import { expect, test } from 'vitest';
import { Version } from '../../src/host/version.ts';
import { nearest } from '../../src/symptoms/configuration/nearest.ts';
import { isReleased } from '../../src/symptoms/configuration/releases.ts';

test.each([
  ['3.5.9', false],
  ['3.5.10', true],
  ['3.6.0', false],
  ['3.6.4', true],
  ['3.7', true],
  ['4.0.5', false],
  ['4.1', true],
  ['5.3.0', true],
])('an option of 3.5.10, 3.6.4 and 4.1 on %s: %s', (version, known) => {
  expect(isReleased(new Version(version), ['3.5.10', '3.6.4', '4.1'])).toBe(known);
});

test('an option of 4.2 alone is in no 3.x and in all of 5.x', () => {
  expect(isReleased(new Version('3.6.6'), ['4.2'])).toBe(false);
  expect(isReleased(new Version('5.0'), ['4.2'])).toBe(true);
});

test('a slip of the finger leads to the one that is meant, anything else nowhere', () => {
  const known = ['tls', 'tls_protocols', 'tls_ciphers', 'tls_certificate'];
  expect(nearest('tls_protocol', known)).toBe('tls_protocols');
  expect(nearest('tsl_ciphers', known)).toBe('tls_ciphers');
  expect(nearest('tls_policy', known)).toBeUndefined();
  // Short names are near to everything.
  expect(nearest('ssl', known)).toBeUndefined();
});
