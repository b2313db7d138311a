import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowsCbc, allowsRsaKeyExchange, forceForwardSecrecy } from '../../src/tls/cipher-list.ts';

test.each([
  [undefined, 'yes', 'yes'],
  ['DEFAULT:!LOW:!EXP', 'yes', 'yes'],
  ['HIGH', 'yes', 'yes'],
  ['ECDHE+AESGCM', 'no', 'no'],
  ['ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305', 'no', 'no'],
  ['ECDHE-RSA-AES128-SHA', 'yes', 'no'],
  ['AES128-SHA', 'yes', 'yes'],
  ['AESGCM', 'no', 'yes'],
  ['RC4-SHA', 'no', 'unknown'],
  ['DEFAULT:!kRSA', 'yes', 'no'],
  ['DEFAULT:-kRSA:AES128-GCM-SHA256', 'yes', 'yes'],
  ['DEFAULT:!kRSA:AES128-GCM-SHA256', 'yes', 'no'],
  ['ALL:!SSLv3:!TLSv1.2', 'unknown', 'no'],
  ['TLSv1.2:!SHA256:!SHA384', 'no', 'yes'],
  ['PROFILE=SYSTEM', 'unknown', 'unknown'],
  ['PROFILE=SYSTEM:!kRSA', 'unknown', 'no'],
  ['DEFAULT:!SOMETHING', 'unknown', 'unknown'],
  ['ECDHE+AESGCM:DEFAULT', 'no', 'no'],
  ['ECDHE+AESGCM:+kRSA:@STRENGTH', 'no', 'no'],
  ['ECDHE+AESGCM:!PSK:!SRP:!EXPORT', 'no', 'no'],
])('%j: CBC %s, RSA key exchange %s', (list, cbc, rsa) => {
  expect([allowsCbc(list), allowsRsaKeyExchange(list)]).toEqual([cbc, rsa]);
});

describe('forced forward secrecy', () => {
  const forced = (list?: string) => {
    const result = forceForwardSecrecy(list);
    return result.refused ? `refused: ${result.why}` : result.string;
  };

  test('takes RSA key exchange out, for good, and is done once', () => {
    expect(forced()).toBe('DEFAULT:!kRSA:!kECDH:!kDHr:!kDHd');
    expect(forced('HIGH:!kRSA')).toBe('HIGH:!kRSA:!kECDH:!kDHr:!kDHd');
    expect(forced(forced())).toBe(forced());
    expect(forced('PROFILE=SYSTEM')).toBe('PROFILE=SYSTEM:!kRSA:!kECDH:!kDHr:!kDHd');
    for (const list of [undefined, 'HIGH', 'ALL:@SECLEVEL=0']) expect(allowsRsaKeyExchange(forced(list))).toBe('no');
  });

  test('is refused where nothing would be left', () => {
    expect(forced('AES128-SHA:RC4-SHA')).toMatch(/^refused: .*nothing would be left/);
  });
});

describe('the openssl of this machine', () => {
  interface Listed {
    readonly cbc: boolean;
    readonly rsa: boolean;
  }
  /** What it makes of a list; pre-shared keys and passwords are not what a mail server has. */
  function listed(list: string): Listed | undefined {
    const { status, stdout } = spawnSync('openssl', ['ciphers', '-v', '-tls1_2', '--', list], { encoding: 'utf8' });
    if (status !== 0) return undefined;
    const lines = stdout.split('\n').filter((line) => line.includes('Kx=') && !/PSK|SRP|TLSv1\.3/.test(line));
    const isCbc = (line: string) => !/Mac=AEAD|Enc=(RC4|None)/.test(line);
    return { cbc: lines.some(isCbc), rsa: lines.some((line) => /Kx=RSA\b/.test(line)) };
  }

  test('never has what we say a list does not allow, and has what we say it does', () => {
    const word = fc.constantFrom(
      ...[
        'DEFAULT',
        'ALL',
        'HIGH',
        'MEDIUM',
        'AES',
        'AESGCM',
        'AESCCM',
        'CHACHA20',
        'kRSA',
        'aRSA',
        'RSA',
        'ECDHE',
        'kECDHE',
        'DHE',
      ],
      ...[
        'EECDH',
        'EDH',
        'aECDSA',
        'aNULL',
        'eNULL',
        'SHA1',
        'SHA256',
        'SHA384',
        'TLSv1.2',
        'SSLv3',
        'CAMELLIA',
        '3DES',
        'AES128',
      ],
      ...['ECDHE+AESGCM', 'kRSA+AES', 'AES128-SHA', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES128-GCM-SHA256', 'NONSENSE'],
    );
    const element = fc.tuple(fc.constantFrom('', '', '', '!', '-', '+'), word).map((parts) => parts.join(''));
    const list = fc.array(element, { minLength: 1, maxLength: 6 }).map((parts) => [...parts, '@SECLEVEL=0'].join(':'));
    fc.assert(
      fc.property(list, (text) => {
        const theirs = listed(text);
        const says = [allowsCbc(text), allowsRsaKeyExchange(text)];
        if (theirs === undefined) {
          expect(says, text).not.toContain('yes');
          return;
        }
        for (const [ours, has] of [
          [says[0], theirs.cbc],
          [says[1], theirs.rsa],
        ] as const) {
          if (ours !== 'unknown') expect(has, text).toBe(ours === 'yes');
        }
      }),
      { numRuns: 200 },
    );
  });
});
