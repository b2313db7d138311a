import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { ManySelect } from '../../components/many-select/many-select.tsx';
import { matching } from '../../components/many-select/many-select-state.ts';
import { asciiTheme } from '../../components/theme.ts';
import { isAscii, keySequences as key, show, widest } from './harness.tsx';

const many = 10_000;

/** Rows that count how often somebody looks at what is drawn of them. */
function countedRows() {
  const looks = { count: 0 };
  const rows = Array.from({ length: many }, (_, index) => ({
    value: String(index),
    label: `binding "b${index}"`,
    get hint() {
      looks.count++;
      return `+ALL  bindings.conf:${index}`;
    },
  }));
  return { rows, looks };
}

function List({ rows, onChange = () => undefined, onEnter = () => undefined, width = 80 }: ListProps) {
  const [values, setValues] = useState<readonly string[]>(rows.map(({ value }) => value));
  const change = (changed: readonly string[]) => {
    setValues(changed);
    onChange(changed);
  };
  return (
    <ManySelect label="Scopes" rows={rows} values={values} width={width} height={12} active onEnter={onEnter} onChange={change} />
  );
}

interface ListProps {
  readonly rows: ReturnType<typeof countedRows>['rows'];
  readonly onChange?: (values: readonly string[]) => void;
  readonly onEnter?: () => void;
  readonly width?: number;
}

test('of 10,000 rows only those in sight are drawn, wherever one goes', async () => {
  const { rows, looks } = countedRows();
  const screen = show(<List rows={rows} />, asciiTheme);
  expect(screen.lines()[0]).toContain('10000 of 10000 found, 10000 marked');
  await screen.press(key.down, key.pageDown, key.end);
  expect(screen.frame()).toContain('> [x] binding "b9999"');
  expect(screen.frame()).not.toContain('binding "b9980"');
  expect(screen.lines()).toHaveLength(12);
  // Some frames of a dozen rows: nowhere near all of them.
  expect(looks.count).toBeLessThan(500);
});

test('typing finds, Ctrl-A marks all that is found or none of it, Space one', async () => {
  const onChange = vi.fn();
  const { rows } = countedRows();
  const screen = show(<List rows={rows} onChange={onChange} />, asciiTheme);
  await screen.press('b999', '\u0001');
  expect(screen.lines()[0]).toContain('Find: b999_  11 of 10000 found, 9989 marked');
  await screen.press(' ');
  expect(screen.frame()).toMatch(/> \[x\] binding "b999"\s/);
  expect(screen.frame()).toMatch(/ {2}\[ \] binding "b9990"/);
  await screen.press('\u0001');
  expect(onChange.mock.lastCall?.[0]).toHaveLength(many);
  await screen.press('x');
  expect(screen.lines()[0]).toContain('0 of 10000 found');
  await screen.press(key.backspace, '\u0015');
  expect(screen.lines()[0]).toContain('10000 of 10000 found');
});

test('at 40 columns it fits, in ASCII, and what belongs to the row stands below', async () => {
  const onEnter = vi.fn();
  const screen = show(<List rows={countedRows().rows} width={40} onEnter={onEnter} />, asciiTheme);
  expect(widest(screen.frame())).toBeLessThanOrEqual(40);
  expect(isAscii(screen.frame())).toBe(true);
  expect(screen.frame()).toContain('  binding "b0": +ALL  bindings.conf:0');
  await screen.press(key.enter);
  expect(onEnter).toHaveBeenCalledOnce();
});

test('every word has to occur, in any case, in the row or in what belongs to it', () => {
  const rows = [
    { value: 'a', label: 'binding "Late"', hint: '+ALL  bindings.conf:2' },
    { value: 'b', label: 'domain "late.org"', hint: '+ALL  more.conf:7' },
  ];
  expect(matching(rows, 'LATE more').map(({ value }) => value)).toEqual(['b']);
  expect(matching(rows, ' ')).toBe(rows);
});

test('where one is searched for, rows are sentences: their beginning stays, and they get the whole width', () => {
  const titles = ['sudo', 'pam_umask', 'A login file'].map(
    (what) => `${what} sets a umask that closes new directories to ecuser`,
  );
  const rows = titles.map((label, index) => ({ value: String(index), label, hint: 'umask, permission denied' }));
  const list = (width: number) =>
    show(
      <ManySelect
        one
        label="Fault"
        rows={rows}
        values={[]}
        width={width}
        height={12}
        active
        onEnter={() => undefined}
        onChange={() => undefined}
      />,
      asciiTheme,
    ).lines();
  expect(
    list(80)
      .slice(1, 4)
      .map((line) => line.slice(2).trimEnd()),
  ).toEqual(titles);
  expect(
    list(40)
      .slice(1, 4)
      .map((line) => line.slice(2, 14)),
  ).toEqual(titles.map((title) => title.slice(0, 12)));
});
