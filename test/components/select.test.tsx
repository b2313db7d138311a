import { expect, test, vi } from 'vitest';
import { MultiSelect } from '../../components/multi-select/multi-select.tsx';
import { toggleValue } from '../../components/multi-select/multi-select-state.ts';
import { Select } from '../../components/select/select.tsx';
import { movePointer, startPointer } from '../../components/select/select-state.ts';
import { asciiTheme } from '../../components/theme.ts';
import { isAscii, keySequences as key, show, themes, widest } from './harness.tsx';

const rows = [
  { value: 'off', label: 'Off', hint: 'everything is readable on the wire' },
  { value: 'offer', label: 'Offer', disabled: 'this Apache has no mod_ssl' },
  { value: 'require', label: 'Require', hint: 'plain text refused' },
];

test('the pointer starts at the value, skips rows that cannot be chosen and stops at the ends', () => {
  expect(startPointer(rows, 'require')).toBe(2);
  expect(startPointer(rows, 'offer')).toBe(0);
  expect(movePointer(0, 'down', rows)).toBe(2);
  expect(movePointer(2, 'down', rows)).toBe(2);
  expect(movePointer(2, 'up', rows)).toBe(0);
  expect(
    startPointer(
      rows.map((row) => ({ ...row, disabled: 'no' })),
      'off',
    ),
  ).toBe(-1);
});

test('toggling keeps the order of the rows', () => {
  expect(toggleValue(['require'], 'off', rows)).toEqual(['off', 'require']);
  expect(toggleValue(['off', 'require'], 'off', rows)).toEqual(['require']);
});

const select = (width: number, onEnter = vi.fn(), onChange = vi.fn()) => (
  <Select label="SSL" rows={rows} value="off" recommended="require" width={width} active onEnter={onEnter} onChange={onChange} />
);

test.each(themes)('every row is readable at 40 and 100 columns in %s, without colour', (name, theme) => {
  for (const width of [40, 100]) {
    const frame = show(select(width), theme).frame();
    expect(widest(frame)).toBeLessThanOrEqual(width);
    expect(frame).toContain('Require (recommended)');
    expect(frame.replace(/\s+/g, ' ')).toContain('not here: this Apache has no mod_ssl');
    if (name === 'ASCII') expect(isAscii(frame)).toBe(true);
  }
});

test('pointer and mark are signs, not only colours', () => {
  expect(show(select(40), asciiTheme).lines()[0]).toBe('> (*) Off');
});

test('Enter takes the row under the pointer, Space takes it and stays', async () => {
  const onEnter = vi.fn();
  const onChange = vi.fn();
  const screen = show(select(60, onEnter, onChange));
  await screen.press(key.down, ' ', key.enter);
  expect(onChange).toHaveBeenCalledExactlyOnceWith('require');
  expect(onEnter).toHaveBeenCalledExactlyOnceWith('require');
});

test('keys that arrive in one piece count one by one', async () => {
  const onEnter = vi.fn();
  await show(select(60, onEnter)).press('j\r');
  expect(onEnter).toHaveBeenCalledExactlyOnceWith('require');
});

test('where no row can be chosen, Enter goes on without a value', async () => {
  const onEnter = vi.fn();
  const closed = rows.map((row) => ({ ...row, disabled: 'Momentum 4' }));
  await show(<Select label="SSL" rows={closed} value="off" width={60} active onEnter={onEnter} onChange={vi.fn()} />).press(
    key.enter,
  );
  expect(onEnter).toHaveBeenCalledExactlyOnceWith(undefined);
});

test('a multi-select marks with Space and shows its marks', async () => {
  const onChange = vi.fn();
  const screen = show(
    <MultiSelect label="Versions" rows={rows} values={['off']} width={60} active onEnter={vi.fn()} onChange={onChange} />,
    asciiTheme,
  );
  expect(screen.frame()).toContain('[x] Off');
  await screen.press(key.down, ' ');
  expect(onChange).toHaveBeenCalledExactlyOnceWith(['off', 'require']);
});
