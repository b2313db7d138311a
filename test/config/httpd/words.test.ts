import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asWord, wordsOf } from '../../../src/config/httpd/words.ts';
import { bytes } from '../support.ts';

test.each([
  ['a  b\tc', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  [`'a "b"' c`, ['a "b"', 'c']],
  ['"a \\"b\\" \\\\ \\c"', ['a "b" \\ \\c']],
  ['"a"b', ['a', 'b']],
  ['"open to the end', ['open to the end']],
  ['"ends in \\"', ['ends in "']],
  ['""', ['']],
  ['"', ['']],
  ['a"b c', ['a"b', 'c']],
  ['C:\\\\x', ['C:\\x']],
  ['# is a word', ['#', 'is', 'a', 'word']],
  ['  ', []],
])('the words of %j', (text, words) => {
  expect(wordsOf(text).map((word) => word.text)).toEqual(words);
});

test('whatever is written as one word is read as that word', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom('"', "'", undefined), (text, like) => {
      expect(wordsOf(asWord(text, like)).map((word) => word.text)).toEqual([text]);
    }),
  );
});
