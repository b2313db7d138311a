import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { TextInput } from '../../components/text-input/text-input.tsx';
import { reduceText, startText, type TextAction } from '../../components/text-input/text-input-state.ts';
import { keySequences as key, show } from './harness.tsx';

const run = (value: string, ...actions: readonly TextAction[]) => actions.reduce(reduceText, startText(value));
const insert = (text: string): TextAction => ({ type: 'insert', text });

describe('the line', () => {
  test.each<[string, string, readonly TextAction[], string, number]>([
    ['inserts at the cursor', 'mal', [{ type: 'left' }, insert('i')], 'mail', 3],
    ['erases before the cursor', 'mail1', [{ type: 'erase-before' }], 'mail', 4],
    ['erases at the cursor', 'mail', [{ type: 'start' }, { type: 'erase-after' }], 'ail', 0],
    ['erases to the start', 'mail1.example', [{ type: 'left' }, { type: 'erase-to-start' }], 'e', 0],
    ['erases to the end', 'mail', [{ type: 'start' }, { type: 'right' }, { type: 'erase-to-end' }], 'm', 1],
    ['erases a word and the spaces behind it', 'a bc  ', [{ type: 'erase-word' }], 'a ', 2],
    ['does not move beyond its ends', 'ab', [{ type: 'right' }, { type: 'start' }, { type: 'left' }], 'ab', 0],
    ['leaves line ends of a paste out', '', [insert('a\r\nb\n')], 'ab', 2],
  ])('%s', (_name, value, actions, expected, cursor) => {
    expect(run(value, ...actions)).toEqual({ value: expected, cursor });
  });

  test('one sign of several code points is one step', () => {
    expect(run('e\u0301👩‍💻', { type: 'erase-before' })).toEqual({ value: 'e\u0301', cursor: 1 });
  });
});

function Field({ width = 20 }: { readonly width?: number }) {
  const [value, setValue] = useState('mail1');
  return <TextInput label="Host name" value={value} width={width} active onChange={setValue} />;
}

describe('the field', () => {
  test('takes what is typed, also in one piece', async () => {
    const screen = show(<Field />);
    await screen.press('.ex', key.left, 'y');
    expect(screen.frame()).toContain('mail1.eyx');
  });

  test('Ctrl-U, Ctrl-W, Ctrl-A and Ctrl-E do what they do in a shell', async () => {
    const screen = show(<Field />);
    await screen.press('\u0015', 'b c', '\u0017', '\u0001', 'a', '\u0005', 'd');
    expect(screen.frame()).toContain('ab d');
  });

  test('a paste arrives as one text', async () => {
    const screen = show(<Field />);
    await screen.press('\u001b[200~.example.com\n\u001b[201~');
    expect(screen.frame()).toContain('mail1.example.com');
  });

  test('longer text than there is room for shows the part with the cursor', async () => {
    const screen = show(<Field width={10} />);
    await screen.press('.example.com');
    expect(screen.frame().trim()).toBe('ample.com_');
    await screen.press('\u0001');
    expect(screen.frame().trim()).toBe('mail1.exam');
  });
});
