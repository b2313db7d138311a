import { describe, expect, test } from 'vitest';
import { type PresetFacts, type PresetName, preset, presetNames } from '../../src/tls/preset.ts';

const rhel5 = { momentum: '3.6.6', openssl: '0.9.8e' };
const rhel6 = { momentum: '3.6.6', openssl: '1.0.1e-fips' };
const rhel7 = { momentum: '4.2', openssl: '1.0.2k' };
const rhel8 = { momentum: '4.6', openssl: '1.1.1k' };
const rhel9 = { momentum: '5.3.0', openssl: '3.0.7' };
const smtp = (facts: Omit<PresetFacts, 'use'>): PresetFacts => ({ ...facts, use: 'smtp' });
const http = (facts: Omit<PresetFacts, 'use'>): PresetFacts => ({ ...facts, use: 'http' });
const string = (name: PresetName, facts: PresetFacts) => {
  const result = preset(name, facts);
  return result.refused ? `refused: ${result.why}` : result.string;
};

test.each([
  ['poodle-fix', rhel5, '+ALL:-SSLv2:-SSLv3'],
  ['poodle-fix', rhel6, '+ALL:-SSLv2:-SSLv3'],
  ['poodle-fix', rhel7, '+ALL:-SSLv2:-SSLv3'],
  ['poodle-fix', rhel8, '+ALL:-SSLv3'],
  ['poodle-fix', { momentum: '3.6.6' }, '+ALL:-SSLv2:-SSLv3'],
  ['poodle-fix', { momentum: '4.8' }, '+ALL:-SSLv3'],
  ['as-in-manual', rhel6, '+ALL:-SSLv3'],
  ['as-in-manual', rhel9, '+ALL:-SSLv3'],
  ['intermediate', rhel6, '+ALL:-SSLv2:-SSLv3:-TLSv1.0:-TLSv1.1'],
  ['intermediate', rhel8, '+ALL:-SSLv3:-TLSv1.0:-TLSv1.1'],
] as const)('%s on %j is %s', (name, facts, expected) => {
  expect(string(name, smtp(facts))).toBe(expected);
});

describe('as-in-manual', () => {
  const warnings = (facts: Omit<PresetFacts, 'use'>) => {
    const result = preset('as-in-manual', smtp(facts));
    return result.refused ? [] : result.warnings;
  };
  test('warns where SSLv2 would stay, and there only', () => {
    expect(warnings(rhel6)).toEqual([expect.stringContaining('SSLv2 stays on')]);
    expect(warnings(rhel8)).toEqual([]);
  });
});

test('intermediate is refused where nothing would be left', () => {
  expect(string('intermediate', http(rhel5))).toMatch(/^refused: .*nothing would be left/);
  expect(string('intermediate', http({ momentum: '3.6.6' }))).toMatch(/^refused: .*not known/);
});

describe('modern', () => {
  test('is for what comes in from known clients, on a Momentum and an OpenSSL that speak TLS 1.3', () => {
    const result = preset('modern', { ...rhel8, use: 'submission' });
    expect(result).toMatchObject({ string: '+ALL:-SSLv3:-TLSv1.0:-TLSv1.1:-TLSv1.2', warnings: [] });
    expect(result.refused ? [] : [...result.protocols]).toEqual(['TLSv1.3']);
  });

  test.each([
    [{ ...rhel8, use: 'smtp' }, 'plain text'],
    [{ ...rhel8, use: 'outbound' }, 'plain text'],
    [{ ...rhel7, use: 'http' }, 'Momentum 4.6'],
    [{ momentum: '4.6', openssl: '1.1.0', use: 'http' }, 'OpenSSL 1.1.1'],
  ] as const)('is refused for %j: %s', (facts, why) => {
    expect(string('modern', facts)).toMatch(new RegExp(`^refused: .*${why}`));
  });
});

test.each(['3.6.5', '4.1.0'])(
  'Momentum %s has no tls_protocols: every preset is refused, and says since when there is',
  (momentum) => {
    for (const name of presetNames)
      expect(string(name, http({ momentum }))).toMatch(/^refused: .*came with Momentum (3\.6\.6|4\.1\.0\.2)/);
  },
);
