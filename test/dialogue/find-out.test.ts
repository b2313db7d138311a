import { expect, test } from 'vitest';
import { type FindOut, type FindOutAction, reduceFindOut, startFindOut } from '../../src/dialogue/find-out.ts';

const after = (...actions: readonly FindOutAction[]): FindOut => actions.reduce(reduceFindOut, startFindOut);
const message = [{ type: 'way', way: 'message' }, { type: 'type', text: 'CFG-07961\nno' }, { type: 'next' }] as const;

test('a message, what was found, what is chosen, and only the preview leads to the apply', () => {
  const found = after(...message, { type: 'found', remedies: ['a', 'b'] });
  expect(found).toMatchObject({ place: 'result', sought: { text: 'CFG-07961\nno' }, chosen: ['a', 'b'] });
  expect(reduceFindOut(found, { type: 'confirm' })).toEqual(found);
  const some = [{ type: 'next' }, { type: 'choose', ids: ['b'] }, { type: 'next' }, { type: 'confirm' }] as const;
  expect(some.reduce(reduceFindOut, found)).toMatchObject({ place: 'apply', chosen: ['b'] });
});

test('what is missing keeps one where one is, and is said', () => {
  expect(after({ type: 'way', way: 'message' }, { type: 'type', text: ' \n' }, { type: 'next' })).toMatchObject({
    place: 'message',
    refused: expect.stringContaining('Paste'),
  });
  expect(after(...message, { type: 'next' })).toMatchObject({ place: 'result', refused: expect.stringContaining('nothing') });
  expect(
    after(...message, { type: 'found', remedies: ['a'] }, { type: 'next' }, { type: 'choose', ids: [] }, { type: 'next' }),
  ).toMatchObject({ place: 'remedies', refused: expect.stringContaining('Mark') });
});

test.each([
  [message, 'message'],
  [
    [
      { type: 'way', way: 'symptoms' },
      { type: 'pick', id: 'a' },
    ],
    'symptoms',
  ],
  [[{ type: 'way', way: 'everything' }], 'ways'],
] as const)('back from the result is to where one came from, and what was typed stays', (actions, place) => {
  const there = after(...actions, { type: 'back' });
  expect(there.place).toBe(place);
  if (place === 'message') expect(there.typed).toBe('CFG-07961\nno');
  expect(reduceFindOut(there, { type: 'back' })).toMatchObject(place === 'ways' ? { left: true } : { place: 'ways' });
});

test('the same question again is another look', () => {
  const once = after(...message);
  expect(reduceFindOut(once, { type: 'look-again' })).toMatchObject({ sought: once.sought, looks: once.looks + 1 });
});
