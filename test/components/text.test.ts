import { describe, expect, test } from 'vitest';
import { keyHints } from '../../components/key-hints.ts';
import { keys } from '../../components/keys.ts';
import { writer } from '../../components/lines.ts';
import { printable } from '../../components/printable.ts';
import { asciiTheme, themeFor, unicodeTheme } from '../../components/theme.ts';
import { widthOf } from '../../src/model/wrap.ts';

describe('printable', () => {
  test('shows control characters instead of sending them', () => expect(printable('a\u001b[2J\r', true)).toBe('a^[[2J^M'));
  test('expands tabs to columns of eight', () => expect(printable('ab\tc', true)).toBe('ab      c'));
  test('shows signs that turn the direction of text', () => expect(printable('a\u202eb', true)).toBe('a?b'));
  test('without UTF-8 keeps columns columns', () => {
    expect(printable('“ü” – 日', false)).toBe('"?" - ??');
    expect(widthOf(printable('日', false))).toBe(2);
  });
});

describe('theme', () => {
  test.each([
    [{ LANG: 'de_DE.UTF-8' }, unicodeTheme],
    [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, asciiTheme],
    [{ LC_ALL: '', LC_CTYPE: 'en_US.utf8' }, unicodeTheme],
    [{}, asciiTheme],
    [{ TERM: 'linux', LANG: 'C.UTF-8' }, unicodeTheme],
  ])('follows the locale %j', (env, theme) => expect(themeFor(env)).toBe(theme));

  test('has only figures that the ASCII theme can do in as many words', () => {
    for (const figure of Object.values(asciiTheme.figures)) expect(figure).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('rows', () => {
  test('an item hangs its later rows below its text', () => {
    const text = writer(asciiTheme, 12)
      .item('warn', 'two sessions')
      .map((line) => line.map((span) => span.text).join(''));
    expect(text).toEqual(['warn two', '     session', '     s']);
  });

  test('a row is cut with a mark where it does not fit', () => {
    const row = writer(asciiTheme, 8).row({ text: 'abcdef' }, { text: 'ghij' });
    expect(row.map((span) => span.text).join('')).toBe('abcde...');
  });
});

describe('keys', () => {
  test('hints lose what does not fit, but never help and quit', () => {
    const text = (width: number) =>
      keyHints(['next', 'back', 'search', 'help', 'quit'], width)
        .map((span) => span.text)
        .join('');
    expect(text(100)).toBe('Enter go on   Esc back   / search   ? help   q quit');
    expect(text(30)).toBe('Enter go on  ? help  q quit');
    expect(text(20)).toBe('? help  q quit');
  });

  test('every key of the table has words for the help', () => {
    for (const entry of Object.values(keys)) expect(entry.help).not.toBe('');
  });
});
