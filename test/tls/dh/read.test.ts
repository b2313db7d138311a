import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIntegers, encodeIntegers } from '../../../src/tls/dh/der.ts';
import { readDhParameters } from '../../../src/tls/dh/read.ts';
import { groupPem } from '../../../src/tls/dh/write.ts';

const openssl = (...args: readonly string[]) => spawnSync('openssl', args, { encoding: 'utf8' }).stdout;
const problem = (pem: string) => {
  const reading = readDhParameters(pem);
  return reading.ok ? 'none' : reading.problem;
};

test('the 512 bits of the manual are seen as such', () => {
  expect(readDhParameters(openssl('dhparam', '512'))).toMatchObject({ ok: true, parameters: { bits: 512, form: 'pkcs3' } });
});

test('the form of X9.42 is told apart', () => {
  const pem = openssl('genpkey', '-genparam', '-algorithm', 'DHX', '-pkeyopt', 'dh_rfc5114:3');
  expect(readDhParameters(pem)).toMatchObject({ ok: true, parameters: { bits: 2048, form: 'x9.42' } });
});

test('text and certificates around them are passed over', () => {
  const around = `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\nDH, written by hand:\r\n`;
  expect(readDhParameters(around + groupPem('ffdhe2048').replaceAll('\n', '\r\n'))).toMatchObject({ ok: true });
});

describe('what cannot be read is named:', () => {
  const whole = groupPem('ffdhe2048');
  test.each([
    ['', 'empty'],
    ['hello', 'no DH parameters'],
    [whole.slice(0, 200), 'cut off'],
    [whole.replace('MII', '!!!'), 'cut off'],
    [whole.replace('MIIB', 'MIIC'), 'cannot be decoded'],
    ['\x30\x82\x01\x08', 'PEM is needed'],
  ])('%#', (pem, words) => expect(problem(pem)).toContain(words));

  test('a megabyte of nothing between the lines keeps nobody waiting', () => {
    const reading = readDhParameters(`-----BEGIN DH PARAMETERS-----${' '.repeat(1_000_000)}`);
    expect(reading).toMatchObject({ problem: expect.stringContaining('cut off') });
  });

  test('numbers that are no group', () => {
    const pem = (...numbers: readonly number[]) =>
      `-----BEGIN DH PARAMETERS-----\n${encodeIntegers(numbers.map((n) => Buffer.from([n]))).toString('base64')}\n-----END DH PARAMETERS-----`;
    expect(problem(pem(22, 2))).toContain('no Diffie-Hellman group');
    expect(problem(pem(23, 1))).toContain('no Diffie-Hellman group');
    expect(problem(pem(23))).toContain('cannot be decoded');
    expect(problem(pem(23, 5))).toBe('none');
  });
});

describe('DER', () => {
  test('reads back what was written', () => {
    const number = fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(number, { maxLength: 5 }), (numbers) => {
        const trimmed = numbers.map((bytes) => bytes.toString('hex').replace(/^(00)+/, ''));
        expect(decodeIntegers(encodeIntegers(numbers))?.map((bytes) => bytes.toString('hex'))).toEqual(trimmed);
      }),
    );
  });

  test('is never too damaged', () => {
    const der = encodeIntegers([Buffer.alloc(200, 7), Buffer.from([2])]);
    const damaged = fc.tuple(fc.nat(der.length - 1), fc.nat(255)).map(([at, byte]) => {
      const copy = Buffer.from(der);
      copy[at] = byte;
      return copy;
    });
    const bytes = fc.oneof(
      damaged,
      fc.uint8Array().map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const numbers = decodeIntegers(input);
        expect(numbers === undefined || Array.isArray(numbers)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    for (let length = 0; length < der.length; length += 1) expect(decodeIntegers(der.subarray(0, length))).toBeUndefined();
  });
});
