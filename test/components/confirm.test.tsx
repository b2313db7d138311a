import { expect, test, vi } from 'vitest';
import { Confirm } from '../../components/confirm/confirm.tsx';
import { asciiTheme } from '../../components/theme.ts';
import { keySequences as key, show } from './harness.tsx';

const confirm = (onAnswer: (yes: boolean) => void) => (
  <Confirm label="Apply?" initial={false} width={40} active level="overlay" onAnswer={onAnswer} />
);

test('the default is marked by signs', () => {
  expect(show(confirm(vi.fn()), asciiTheme).frame()).toBe('  ( ) Yes  > (*) No');
});

test.each([
  ['Enter answers what is marked', [key.enter], false],
  ['y answers yes at once', ['y'], true],
  ['n answers no at once', ['n'], false],
  ['an arrow and Enter answer the other', [key.left, key.enter], true],
  ['Esc is no', [key.escape], false],
])('%s', async (_name, presses, answer) => {
  const onAnswer = vi.fn();
  const screen = show(confirm(onAnswer));
  await screen.press(...presses);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(onAnswer).toHaveBeenCalledExactlyOnceWith(answer);
});
