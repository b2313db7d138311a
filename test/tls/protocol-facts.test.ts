import { describe, expect, test } from 'vitest';
import { policyMinimum } from '../../src/tls/crypto-policy.ts';
import { deadProtocols } from '../../src/tls/dead-protocols.ts';
import { momentumProtocols, tlsProtocolsSince } from '../../src/tls/momentum-protocols.ts';
import { opensslProtocols } from '../../src/tls/openssl-protocols.ts';
import { protocols } from '../../src/tls/protocol.ts';
import { protocolRisks } from '../../src/tls/protocol-risks.ts';
import { atLeast } from '../../src/tls/version.ts';

test.each([
  ['3.6.6', '3.6.6', true],
  ['3.6.5', '3.6.6', false],
  ['3.6.10', '3.6.6', true],
  ['4.1', '4.1.0.2', false],
  ['4.1.0.2', '4.1.0.2', true],
  ['4.1-HF4', '4.1', true],
  ['1.0.1e-fips', '1.0.1', true],
  ['0.9.8e', '1.0.1', false],
  ['', '0.1', false],
])('%s is %s or later: %s', (version, other, expected) => {
  expect(atLeast(version, other)).toBe(expected);
});

describe('tls_protocols', () => {
  const five = protocols.filter((protocol) => protocol !== 'TLSv1.3');
  test.each([
    ['3.6.5', []],
    ['3.6.6', five],
    ['3.7', five],
    ['4.0.1', []],
    ['4.1.0.1', []],
    ['4.1.0.2', five],
    ['4.5', five],
    ['4.6', protocols],
    ['5.3.0', protocols],
  ])('of Momentum %s knows %j', (momentum, tokens) => {
    expect(momentumProtocols(momentum)).toEqual(tokens);
  });

  test('comes with the release of its own line', () => {
    expect([tlsProtocolsSince('3.2.0'), tlsProtocolsSince('4.0')]).toEqual(['3.6.6', '4.1.0.2']);
  });
});

test.each([
  ['0.9.8e', ['SSLv2', 'SSLv3', 'TLSv1.0']],
  ['1.0.0', ['SSLv2', 'SSLv3', 'TLSv1.0']],
  ['1.0.1e-fips', ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']],
  ['1.1.0', ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']],
  ['1.1.1k', ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
  ['3.0.7', ['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
])('OpenSSL %s can speak %j', (openssl, expected) => {
  expect(opensslProtocols(openssl)).toEqual(expected);
});

test.each([
  ['DEFAULT', 8, 'TLSv1.2'],
  ['DEFAULT:SHA1\n', 9, 'TLSv1.2'],
  ['LEGACY', 8, 'TLSv1.0'],
  ['LEGACY', 9, 'TLSv1.2'],
  ['FUTURE', 8, 'TLSv1.2'],
  ['FIPS', 9, 'TLSv1.2'],
  ['COMPANY', 8, undefined],
  ['DEFAULT', 7, undefined],
])('the policy %j on RHEL %i begins at %s', (policy, release, expected) => {
  expect(policyMinimum(policy, release)).toBe(expected);
});

describe('what is configured and dead', () => {
  const dead = (ground: Parameters<typeof deadProtocols>[1]) =>
    deadProtocols(protocols, ground).map(({ protocol, certain }) => `${protocol}${certain ? '' : '?'}`);

  test('on old OpenSSL is what it cannot speak yet', () => {
    expect(dead({ openssl: '0.9.8e' })).toEqual(['TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
  });

  test('on OpenSSL 3 is what it dropped, and most likely what needs level 0', () => {
    expect(dead({ openssl: '3.0.7' })).toEqual(['SSLv2', 'SSLv3?', 'TLSv1.0?', 'TLSv1.1?']);
    expect(dead({ openssl: '3.0.7', ciphers: 'DEFAULT:@SECLEVEL=0' })).toEqual(['SSLv2', 'SSLv3?']);
  });

  test('under a policy is what lies below it', () => {
    expect(dead({ policyMinimum: 'TLSv1.2' })).toEqual(['SSLv2?', 'SSLv3?', 'TLSv1.0?', 'TLSv1.1?']);
    expect(dead({ openssl: '1.1.1k', policyMinimum: 'TLSv1.0' })).toEqual(['SSLv2', 'SSLv3?']);
  });

  test('is unknown where nothing is known', () => {
    expect(dead({})).toEqual([]);
  });
});

describe('a set', () => {
  const upTo12 = protocols.filter((protocol) => protocol !== 'TLSv1.3');
  const risks = (set: readonly (typeof protocols)[number][], known: readonly (typeof protocols)[number][] = protocols) =>
    protocolRisks(set, known).map(({ id, protocols: which }) => [id, ...which]);

  test('with nothing in it is a risk', () => expect(risks([])).toEqual([['nothing-left']]));
  test('with a gap is one', () => expect(risks(['TLSv1.0', 'TLSv1.2'], upTo12)).toEqual([['hole', 'TLSv1.1']]));
  test('of one range is none', () => expect(risks(['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'])).toEqual([]));

  test('with SSLv3 or older is one', () =>
    expect(risks(['SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2'], upTo12)).toEqual([['broken-on', 'SSLv3']]));

  test("of the manual's fragment leaves only what is retired, or a gap where TLS 1.3 is known", () => {
    expect(risks(['TLSv1.1'], upTo12)).toEqual([['newest-off', 'TLSv1.2']]);
    expect(risks(['TLSv1.1', 'TLSv1.3'])).toEqual([['hole', 'TLSv1.2']]);
  });

  test('is not blamed for what its OpenSSL does not have', () => {
    expect(risks(['TLSv1.0'], ['SSLv2', 'SSLv3', 'TLSv1.0'])).toEqual([]);
  });
});
