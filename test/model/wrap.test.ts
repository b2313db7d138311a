import { describe, expect, test } from 'vitest';
import { fillRows, truncate, truncateMiddle, truncateStart, wrap } from '../../src/model/wrap.ts';

describe('wrap', () => {
  test('breaks at spaces', () => expect(wrap('one two three', 7)).toEqual(['one two', 'three']));
  test('breaks what is longer than a line', () => expect(wrap('/var/db/msyspg', 8)).toEqual(['/var/db/', 'msyspg']));
  test('breaks a path behind one of its directories', () =>
    expect(wrap('in /var/db/msyspg/server.crt', 14)).toEqual(['in /var/db/', 'msyspg/', 'server.crt']));
  test('counts wide signs as two', () => expect(wrap('日本語', 4)).toEqual(['日本', '語']));
  test('keeps paragraphs', () => expect(wrap('a\nb', 8)).toEqual(['a', 'b']));
});

describe('truncate', () => {
  test('cuts the end with a mark', () => expect(truncate('abcdef', 4, '…')).toBe('abc…'));
  test('cuts the beginning of a path', () => expect(truncateStart('/var/db/x', 5, '...')).toBe('.../x'));
  test('cuts the middle of a question', () => expect(truncateMiddle('abcdefgh', 6, '…')).toBe('abc…gh'));
  test('leaves what fits', () => expect(truncate('abc', 3, '…')).toBe('abc'));
});

describe('fillRows', () => {
  test('later rows may have less room', () => expect(fillRows(['a', 'bb', 'cc', 'd'], 4, 2)).toEqual(['a bb', 'cc', 'd']));
  test('leaves a long word whole, and goes on in the next row', () =>
    expect(fillRows(['see', '/var/db/msyspg', 'first'], 6)).toEqual(['see', '/var/db/msyspg', 'first']));
});
