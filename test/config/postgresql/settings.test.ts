import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quote, unquote } from '../../../src/config/postgresql/lexer.ts';
import { parseSettings } from '../../../src/config/postgresql/settings.ts';
import { bytes, textOf } from '../support.ts';

const values = (text: string) => parseSettings(text).settings.map(({ name, value }) => [name, value]);

describe('a line of postgresql.conf', () => {
  test.each([
    ['ssl = on', 'ssl', 'on'],
    ['ssl on', 'ssl', 'on'],
    ['ssl=on# comment', 'ssl', 'on'],
    ['  SSL\t=\toff\t\t# (change requires restart)\r', 'ssl', 'off'],
    ["listen_addresses = 'localhost, 10.0.0.1'", 'listen_addresses', 'localhost, 10.0.0.1'],
    ["ssl_ciphers = 'HIGH:!aNULL'#x", 'ssl_ciphers', 'HIGH:!aNULL'],
    ["log_line_prefix = '%t # %u'", 'log_line_prefix', '%t # %u'],
    ["application_name = 'a\\101b''c\\'d\\n\\q'", 'application_name', "aAb'c'd\nq"],
    ['shared_buffers = 128MB', 'shared_buffers', '128MB'],
    ['log_file_mode = 0600', 'log_file_mode', '0600'],
    ['x = -1', 'x', '-1'],
    ['x = 0x1Fkb', 'x', '0x1Fkb'],
    ['cpu_tuple_cost = .01', 'cpu_tuple_cost', '.01'],
    ['x = 1.5e-3', 'x', '1.5e-3'],
    ['lc_messages = de_DE.UTF-8', 'lc_messages', 'de_DE.UTF-8'],
    ['plpgsql.variable_conflict = error', 'plpgsql.variable_conflict', 'error'],
    ["datestyle = ''", 'datestyle', ''],
  ])('%j', (line, name, value) => {
    expect(values(line)).toEqual([[name, value]]);
    expect(parseSettings(line).diagnostics).toEqual([]);
  });

  // Each of them was given to PostgreSQL 15, which said the same.
  test.each([
    ['application_name = a.b', 1, 20],
    ['work_mem = 1.5GB', 1, 15],
    ['application_name = = x', 1, 20],
    ['application_name = -x', 1, 20],
    ['application_name = /x', 1, 20],
    ['application_name =', 1, 19],
    ["ok = 1\nx = 'open", 2, 5],
    ['= on', 1, 1],
    ['ssl = on off', 1, 10],
    ["'ssl' = on", 1, 1],
  ])('%j is refused, and it says where', (text, line, column) => {
    expect(parseSettings(text).diagnostics).toMatchObject([{ line, column }]);
  });

  test('knows its place in the file', () => {
    const text = "a = 1\r\n  ssl = 'on' # x\r\n";
    const setting = parseSettings(text).settings[1];
    expect(setting).toMatchObject({ line: 2, column: 3, raw: "'on'" });
    expect(text.slice(setting?.valueStart, setting?.valueEnd)).toBe("'on'");
    expect(text.slice(setting?.start, setting?.end)).toBe("  ssl = 'on' # x\r\n");
  });

  test('after a damaged one is read all the same', () => {
    expect(values("port = = 1\nssl = on\nx = 'y\nport = 5432")).toEqual([
      ['ssl', 'on'],
      ['port', '5432'],
    ]);
  });

  test('never makes it throw, and places are within the text', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, textOf('ssl', "''", '1MB', '-', '.')), (text) => {
        for (const { raw, valueStart, valueEnd } of parseSettings(text).settings) {
          expect(text.slice(valueStart, valueEnd)).toBe(raw);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of any value in quotes says that value', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(unquote(quote(value))).toBe(value);
        expect(values(`a = ${quote(value)} # b`)).toEqual([['a', value]]);
      }),
    );
  });
});
