import { describe, expect, test, vi } from 'vitest';
import { type DiffRow, diffText } from '../../components/diff-view/diff-lines.ts';
import { searchDiff, startDiff, stepDiff } from '../../components/diff-view/diff-state.ts';
import { DiffView } from '../../components/diff-view/diff-view.tsx';
import { asciiTheme } from '../../components/theme.ts';
import { isAscii, keySequences as key, show, themes, widest } from './harness.tsx';

const hunk = (at: number): readonly DiffRow[] => [
  { kind: 'gap', text: '' },
  { kind: 'hunk', text: `@@ -${at},3 +${at},3 @@` },
  { kind: 'context', text: 'port = 5432' },
  { kind: 'removed', text: '#ssl = off' },
  { kind: 'added', text: "ssl = on\t# what PostgreSQL's manual says about connections that are encrypted" },
];
const rows: readonly DiffRow[] = [
  { kind: 'title', text: '/var/db/msyspg/postgresql.conf' },
  ...hunk(10),
  ...hunk(20),
  ...hunk(30),
];

describe('the text', () => {
  test('wraps long lines and keeps their sign, so nothing is cut off or read as context', () => {
    const text = diffText(asciiTheme, 30, hunk(1)).lines.map((line) => line.map((span) => span.text).join(''));
    const added = text.filter((line) => line.startsWith('+'));
    expect(added.length).toBeGreaterThan(2);
    expect(added.map((line) => line.slice(1)).join('')).toContain('connections that are encrypted');
  });

  test('finds matches without regard to case', () => {
    expect(diffText(asciiTheme, 60, rows, 'SSL = ON').matches).toHaveLength(3);
  });
});

describe('the state', () => {
  const text = diffText(asciiTheme, 100, rows);
  const extent = { rows: text.lines.length, height: 6 };
  test('goes from hunk to hunk and back, and says when there is none', () => {
    const first = stepDiff(startDiff, 1, text, extent);
    const second = first && stepDiff(first, 1, text, extent);
    const third = second && stepDiff(second, 1, text, extent);
    expect([first?.at, second?.at, third?.at]).toEqual(text.hunks);
    expect(third && stepDiff(third, 1, text, extent)).toBeUndefined();
    expect(third && stepDiff(third, -1, text, extent)?.at).toBe(text.hunks[1]);
  });

  test('a search goes to the first match and from match to match', () => {
    const found = diffText(asciiTheme, 100, rows, 'ssl = off');
    const at = searchDiff(startDiff, 'ssl = off', found, extent);
    expect(at.at).toBe(found.matches[0]);
    expect(stepDiff(at, 1, found, extent)?.at).toBe(found.matches[1]);
  });
});

const view = (width: number, onBeyond = vi.fn()) => (
  <DiffView rows={rows} width={width} height={10} active arrows onBeyond={onBeyond} />
);

test.each(themes)('is readable at 40 and 100 columns in %s', (name, theme) => {
  for (const width of [40, 100]) {
    const frame = show(view(width), theme).frame();
    expect(widest(frame)).toBeLessThanOrEqual(width);
    expect(frame).toContain('-#ssl = off');
    expect(frame).toContain('+ssl = on');
    if (name === 'ASCII') expect(isAscii(frame)).toBe(true);
  }
});

test('n and p mark the hunk one is at, and n past the last one goes beyond', async () => {
  const onBeyond = vi.fn();
  const screen = show(view(100, onBeyond), asciiTheme);
  await screen.press('n', 'n');
  expect(screen.frame()).toContain('> @@ -20,3 +20,3 @@');
  await screen.press('p');
  expect(screen.frame()).toContain('> @@ -10,3 +10,3 @@');
  await screen.press('n', 'n', 'n');
  expect(onBeyond).toHaveBeenCalledExactlyOnceWith(1);
});

test('/ searches, n goes to the next match, Esc ends the search', async () => {
  const screen = show(view(100), asciiTheme);
  await screen.press('/', 'q?', '\u0015', 'off', key.enter);
  expect(screen.frame()).toContain('/off  1 of 3');
  expect(screen.frame()).toContain('> -#ssl = off');
  await screen.press('n');
  expect(screen.frame()).toContain('/off  2 of 3');
  await screen.press(key.escape);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(screen.frame()).not.toContain('/off');
});

test('what is not there is said', async () => {
  const screen = show(view(100), asciiTheme);
  await screen.press('/', 'nothing', key.enter);
  expect(screen.frame()).toContain('/nothing  no match');
});
