import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setSetting } from '../../../src/config/postgresql/edit.ts';
import { parseSettings } from '../../../src/config/postgresql/settings.ts';
import { applySplices } from '../../../src/config/splice.ts';
import { bytes, textOf } from '../support.ts';

const set = (text: string, name: string, value: string) => applySplices(text, setSetting(text, name, value));

describe('setting a value', () => {
  test.each([
    ['in place, with spacing and comment', 'ssl\t=  off   # why\r\n', 'ssl\t=  on   # why\r\n'],
    ['in the line that decides', 'ssl = on\nssl = off\n', 'ssl = on\nssl = on\n'],
    ['in quotes where there were some', "SSL='off'", "SSL='on'"],
    ['in a new line', "# ALTER SYSTEM\nport = '1'", "# ALTER SYSTEM\nport = '1'\nssl = 'on'\n"],
    ['in an empty file', '', "ssl = 'on'\n"],
    ['not at all where it is so', "ssl = 'on'", "ssl = 'on'"],
  ])('%s', (_, before, after) => {
    expect(set(before, 'ssl', 'on')).toBe(after);
  });

  test('puts what needs quotes into quotes', () => {
    expect(set('ssl_ciphers = HIGH', 'ssl_ciphers', "a'b\\c d")).toBe("ssl_ciphers = 'a''b\\\\c d'");
  });

  test('makes it so, and changes no other line', () => {
    const name = fc.constantFrom('ssl', 'port');
    fc.assert(
      fc.property(fc.oneof(bytes, textOf('ssl = off\n', 'port 1', "ssl = 'x'")), name, bytes, (text, key, value) => {
        const after = set(text, key, value);
        expect(parseSettings(after).settings.findLast((setting) => setting.name === key)?.value).toBe(value);
        expect(set(after, key, value)).toBe(after);
        const [splice] = setSetting(text, key, value);
        if (splice) expect(text.slice(splice.start, splice.end)).not.toContain('\n');
      }),
    );
  });
});
