import { describe, expect, test } from 'vitest';
import { parseVersion, Version } from '../../src/host/version.ts';

describe('versions', () => {
  test.each([
    ['3.6.6', '3.6.6', true],
    ['3.6.10', '3.6.6', true],
    ['3.6', '3.6.1', false],
    ['4', '3.6.6', true],
    ['4.1.0.2', '4.1', true],
    ['9.0', '9.2', false],
    ['15', '9.6', true],
    ['3.10', '3.6.6', true],
  ])('%s is at least %s: %s', (version, other, expected) => {
    expect(new Version(version).atLeast(other)).toBe(expected);
  });

  test.each([
    ['Momentum version 3.6.6.45132 (r:45132) built Jan 1', '3.6.6.45132'],
    ['postgres (PostgreSQL) 9.0.18', '9.0.18'],
    ['15\n', '15'],
    ['9.0\n', '9.0'],
  ])('%j tells %s', (text, version) => {
    expect(parseVersion(text)?.text).toBe(version);
  });

  test.each(['', 'no version here', 'release twelve', '\n\n'])('%j tells none', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
