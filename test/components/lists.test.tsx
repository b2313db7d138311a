import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { badge } from '../../components/badge.ts';
import { FileList } from '../../components/file-list/file-list.tsx';
import { HelpOverlay } from '../../components/help-overlay.tsx';
import { Progress } from '../../components/progress/progress.tsx';
import { StepBar } from '../../components/step-bar.tsx';
import { asciiTheme } from '../../components/theme.ts';
import { isAscii, keySequences as key, show, themes, widest } from './harness.tsx';

const rows = Array.from({ length: 8 }, (_, index) => ({
  value: String(index),
  label: `/var/db/msyspg/a-directory-with-a-long-name/postgresql-${index}.conf`,
  isPath: true,
  detail: [{ text: '+3' }, { text: ' -1' }],
}));

function Files({ height = 5 }: { readonly height?: number }) {
  const [selected, select] = useState('0');
  return <FileList label="Files" rows={rows} selected={selected} width={40} height={height} active onSelect={select} />;
}

test('a file list keeps the end of a path and its counts, and the pointer in sight', async () => {
  const screen = show(<Files />, asciiTheme);
  expect(screen.lines()[0]).toMatch(/^> \.\.\..*postgresql-0\.conf \+3 -1$/);
  expect(widest(screen.frame())).toBe(40);
  await screen.press(key.end);
  expect(screen.frame()).toMatch(/> .*postgresql-7\.conf/);
  await screen.press(key.up);
  expect(screen.frame()).toMatch(/> .*postgresql-6\.conf/);
});

test('a status is a word', () => {
  expect([badge('pass').text, badge('warn').text, badge('fail').text]).toEqual(['ok  ', 'warn', 'FAIL']);
});

test('progress says in words what is done, what happens now and what comes then', () => {
  const items = [
    { label: 'Check', state: 'done' },
    { label: 'Write', state: 'now', what: 'Writing postgresql.conf' },
    { label: 'Restart', state: 'waiting' },
  ] as const;
  const lines = show(<Progress items={items} width={40} height={10} />, asciiTheme).lines();
  expect(lines.slice(0, 4)).toEqual(['done    Check', 'now     Write', '        Writing postgresql.conf', 'then    Restart']);
});

test('in a low window progress keeps what happens now in sight', () => {
  const items = Array.from(
    { length: 9 },
    (_, index) => ({ label: `Phase ${index}`, state: index < 7 ? 'done' : index === 7 ? 'now' : 'waiting' }) as const,
  );
  expect(show(<Progress items={items} width={40} height={4} />).frame()).toContain('Phase 7');
});

test.each(themes)('the step bar fits 40 columns in %s and says the position in words', (name, theme) => {
  const bar = (
    <StepBar
      position={{ at: 3, of: 8 }}
      title="Require SSL for accessing the web console of Momentum"
      aside="/srv/x"
      width={40}
    />
  );
  const frame = show(bar, theme).frame();
  expect(frame).toMatch(/^3 of 8 {2}Require SSL/);
  expect(widest(frame)).toBe(40);
  if (name === 'ASCII') expect(isAscii(frame)).toBe(true);
});

test('the help lists every key that does something, and Esc closes it', async () => {
  const onClose = vi.fn();
  const screen = show(
    <HelpOverlay
      about={['What this is for.']}
      hints={['next', ['back', 'away from here'], 'help']}
      width={40}
      height={20}
      onClose={onClose}
    />,
  );
  expect(screen.frame()).toContain('What this is for.');
  expect(screen.frame()).toContain('Enter');
  expect(screen.frame()).toContain('away from here');
  await screen.press('?');
  expect(onClose).toHaveBeenCalledOnce();
});
