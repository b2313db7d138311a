import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Protocol, protocols } from '../../src/tls/protocol.ts';
import { isSame } from '../../src/tls/protocol-set.ts';
import { evaluateProtocols, parseProtocols, writeProtocols } from '../../src/tls/protocol-string.ts';

const upTo12 = protocols.filter((protocol) => protocol !== 'TLSv1.3');
const left = (value: string, known: readonly Protocol[] = protocols) => [
  ...evaluateProtocols(parseProtocols(value).terms, known),
];
const warned = (value: string) => parseProtocols(value).warnings.map(({ id }) => id);

describe('a value of tls_protocols', () => {
  test.each([
    ['+ALL', ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    ['+ALL:-SSLv3', ['SSLv2', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    ['+ALL:-SSLv2:-SSLv3', ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']],
    ['+ALL:-SSLv3:-TLSv1.0:-TLSv1.1', ['SSLv2', 'TLSv1.2', 'TLSv1.3']],
    ['+TLSv1.2', ['TLSv1.2']],
    ['+ALL:-ALL:+TLSv1.2', ['TLSv1.2']],
    ['+ALL:-SSLv3:+SSLv3', protocols],
  ])('%s leaves %j, without a warning', (value, expected) => {
    expect(left(value)).toEqual(expected);
    expect(warned(value)).toEqual([]);
  });

  test('knows the tokens of its Momentum only', () => {
    expect(left('+ALL:-SSLv3', upTo12)).toEqual(['SSLv2', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2']);
    expect(left('+TLSv1.3', upTo12)).toEqual([]);
  });
});

describe('an odd value is read as it is most likely meant, with a warning where:', () => {
  test.each([
    ['ALL:-SSLv3', ['missing-sign'], 0, 3],
    ['+ALL:SSLv3', ['missing-sign'], 5, 5],
    ['-SSLv3', ['missing-base'], 0, 6],
    ['+all:-SSLv3', ['spelling'], 0, 4],
    ['+ALL: -SSLv3', ['spelling'], 5, 7],
    ['+ALL:-SSLv4', ['unknown-token'], 5, 6],
    ['+ALL::-SSLv3', ['empty-part'], 5, 0],
    ['+ALL:-SSLv3:', ['empty-part'], 12, 0],
    ['', ['empty-value'], 0, 0],
    ['  ', ['empty-value'], 0, 2],
  ])('%j', (value, ids, start, length) => {
    expect(warned(value)).toEqual(ids);
    expect(parseProtocols(value).warnings[0]).toMatchObject({ start, length });
  });

  test('several at once', () => {
    expect(warned(':ALL:-SSLv3')).toEqual(['empty-part', 'missing-sign']);
    expect(left(':ALL:-SSLv3')).toEqual(left('+ALL:-SSLv3'));
    expect(warned('+sslv3;-x')).toEqual(['unknown-token', 'empty-value']);
  });

  test("the manual's fragment starts from all", () => {
    const value = '-SSLv2:-SSLv3:-TLSv1.0:+TLSv1.1:-TLSv1.2';
    expect(left(value, upTo12)).toEqual(['TLSv1.1']);
    expect(warned(value)).toEqual(['missing-base']);
  });
});

describe('what is written', () => {
  test('always has the base +ALL, and no more than it must take away', () => {
    expect(writeProtocols(protocols, protocols)).toBe('+ALL');
    expect(writeProtocols(['TLSv1.2', 'TLSv1.3'], protocols)).toBe('+ALL:-SSLv2:-SSLv3:-TLSv1.0:-TLSv1.1');
    expect(writeProtocols(['TLSv1.2'], ['SSLv3', 'TLSv1.2'])).toBe('+ALL:-SSLv3');
  });

  test('reads back as the same set, whatever Momentum knows', () => {
    fc.assert(
      fc.property(fc.subarray([...protocols]), fc.subarray([...protocols]), (known, wanted) => {
        const set = wanted.filter((protocol) => known.includes(protocol));
        const value = writeProtocols(wanted, known);
        expect(isSame(left(value, known), set)).toBe(true);
        expect(warned(value)).toEqual([]);
      }),
    );
  });
});

test('no string is too odd', () => {
  const token = fc.constantFrom('+', '-', ':', 'ALL', ...protocols, ' ', 'all', 'sslv3', '');
  const pieces = fc.array(fc.oneof(token, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), (value) => {
      const { terms, warnings } = parseProtocols(value);
      expect(evaluateProtocols(terms, protocols).size).toBeLessThanOrEqual(protocols.length);
      for (const { start, length } of warnings) expect(start + length).toBeLessThanOrEqual(value.length);
    }),
    { numRuns: 2000 },
  );
});
