import { describe, expect, test } from 'vitest';
import { writer } from '../../components/lines.ts';
import { scrollTop, topToShow, windowAt } from '../../components/scroll-view/scroll-state.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { asciiTheme } from '../../components/theme.ts';
import { keySequences as key, show } from './harness.tsx';

const extent = { rows: 20, height: 6 };

describe('the window', () => {
  test('loses a row to say what is out of sight', () =>
    expect(windowAt(0, extent)).toEqual({ from: 0, to: 5, above: 0, below: 15 }));
  test('shows everything where it fits', () =>
    expect(windowAt(3, { rows: 6, height: 6 })).toEqual({ from: 0, to: 6, above: 0, below: 0 }));
  test('a page keeps a row of the last', () => expect(scrollTop(0, 'page-down', extent)).toBe(4));
  test('does not leave its ends', () => {
    expect(scrollTop(0, 'up', extent)).toBe(0);
    expect(scrollTop(3, 'end', extent)).toBe(15);
    expect(scrollTop(15, 'page-down', extent)).toBe(15);
  });
  test('moves as little as brings a row into sight', () => {
    expect(topToShow(0, 8, 9, extent)).toBe(4);
    expect(topToShow(10, 8, 9, extent)).toBe(8);
    expect(topToShow(4, 5, 6, extent)).toBe(4);
  });
});

test('PgDn and PgUp scroll, and the last row says how much is out of sight', async () => {
  const lines = Array.from({ length: 20 }, (_, index) => writer(asciiTheme, 40).row({ text: `line ${index}` }));
  const screen = show(<ScrollView lines={lines} height={6} />, asciiTheme);
  expect(screen.lines().at(-1)).toBe('v 15 more lines: PgDn');
  await screen.press(key.pageDown, key.down);
  expect(screen.lines()[0]).toBe('line 5');
  await screen.press(key.end);
  expect(screen.lines().slice(-2)).toEqual(['line 19', '^ 15 lines above: PgUp']);
  await screen.press(key.pageUp, key.home);
  expect(screen.lines()[0]).toBe('line 0');
});
