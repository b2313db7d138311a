import { expect, test } from 'vitest';
import { isGlob, matchesGlob } from '../../../src/config/httpd/glob.ts';

test.each([
  ['*.conf', 'a.conf', true],
  ['*.conf', 'a.conf.bak', false],
  ['*.conf', '.a.conf', false],
  ['.*', '.a', true],
  ['?-*', 'a-b', true],
  ['[0-9][!a]*', '0bc', true],
  ['[0-9][!a]*', '0a', false],
  ['[]x]', ']', true],
  ['a\\*', 'a*', true],
  ['a[b', 'a[b', true],
  ['*a*b', 'xaybab', true],
  ['', '', true],
])('%s against %s: %s', (pattern, name, answer) => {
  expect(matchesGlob(pattern, name)).toBe(answer);
});

test('only patterns are patterns', () => {
  expect(['*.conf', 'a?', '[ab]', 'a]b[', 'a.conf', 'a[b'].map(isGlob)).toEqual([true, true, true, false, false, false]);
});

test('a pattern of many stars ends in time', () => {
  expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
});
