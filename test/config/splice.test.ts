import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySplices, lineEnding, positionsOf } from '../../src/config/splice.ts';
import { bytes } from './support.ts';

describe('splices', () => {
  test('replace, insert and remove in one go', () => {
    const splices = [
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 2, text: '+' },
      { start: 2, end: 2, text: '-' },
      { start: 3, end: 5, text: '' },
    ];
    expect(applySplices('abcde', splices)).toBe('Ab+-c');
  });

  test.each([
    [
      'overlap',
      [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ],
    ],
    ['reach past the end', [{ start: 4, end: 9, text: '' }]],
    ['end before they start', [{ start: 3, end: 2, text: '' }]],
  ])('that %s are a bug', (_, splices) => {
    expect(() => applySplices('abcde', splices)).toThrow(/does not follow/);
  });

  test('without any, the text stays', () => {
    fc.assert(fc.property(bytes, (text) => applySplices(text, []) === text));
  });
});

describe('the line ending of a file', () => {
  test.each([
    ['', '\n'],
    ['a', '\n'],
    ['a\r\nb\r\nc\n', '\r\n'],
    ['a\nb\r\n', '\n'],
    ['a\rb', '\n'],
  ])('of %j is %j', (text, ending) => {
    expect(lineEnding(text)).toBe(ending);
  });
});

describe('a position', () => {
  test('counts lines and columns from one', () => {
    const position = positionsOf('ab\r\ncd\n');
    expect([0, 1, 4, 5, 7].map(position)).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
      { line: 3, column: 1 },
    ]);
  });

  test('agrees with counting for any text', () => {
    fc.assert(
      fc.property(bytes, fc.nat(300), (text, offset) => {
        const before = text.slice(0, offset);
        fc.pre(offset <= text.length);
        const line = before.split('\n').length;
        expect(positionsOf(text)(offset)).toEqual({ line, column: offset - before.lastIndexOf('\n') });
      }),
    );
  });
});
