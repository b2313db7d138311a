import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseIni } from '../../../src/config/ini/ini.ts';
import { bytes, textOf } from '../support.ts';

test.each([
  ['[ecdb]\nhost = db1\n', 'ecdb', 'host', 'db1'],
  ['pdo.dsn.ecdb="pgsql:host=db1;dbname=ecelerity"\r\n', '', 'pdo.dsn.ecdb', 'pgsql:host=db1;dbname=ecelerity'],
  ['password = "a\\"b;#c" ; why\n', '', 'password', 'a"b;#c'],
  ["p = 'a;b' ", '', 'p', 'a;b'],
  ['a = b # no comment', '', 'a', 'b # no comment'],
  ['a = b ; comment', '', 'a', 'b'],
  ['a =', '', 'a', ''],
  ['flag', '', 'flag', ''],
  ['; x = 1\n# y = 2\n\n z=3', '', 'z', '3'],
  ['\xef\xbb\xbfa=1', '', 'a', '1'],
  ['a = "x" "y"', '', 'a', '"x" "y"'],
])('%j', (text, section, key, value) => {
  const { entries, diagnostics } = parseIni(text);
  expect(entries).toMatchObject([{ section, key, value }]);
  expect(diagnostics).toEqual([]);
});

test.each([
  ['[open\na = 1', 1, 1, /section/],
  ['a = 1\n b = "x', 2, 6, /quote/],
  ['= x', 1, 1, /key/],
])('%j is reported, and where', (text, line, column, what) => {
  const { diagnostics } = parseIni(text);
  expect(diagnostics).toMatchObject([{ line, column }]);
  expect(diagnostics[0]?.what).toMatch(what);
});

test('any text is read, and values are where it says', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, textOf('[', ']', ';', 'key')), (text) => {
      for (const { value, valueStart, valueEnd } of parseIni(text).entries) {
        if (!/["'\\]/.test(text)) expect(text.slice(valueStart, valueEnd)).toBe(value);
        expect(valueStart <= valueEnd && valueEnd <= text.length).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
