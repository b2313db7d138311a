import { describe, expect, test } from 'vitest';
import { symptoms } from '../../src/symptoms/index.ts';
import { needsOf } from '../../src/symptoms/literals.ts';
import { Matcher } from '../../src/symptoms/match.ts';
import { WordScan } from '../../src/symptoms/word-scan.ts';

const messages = symptoms.flatMap((symptom) => symptom.messages.map((message) => ({ symptom, ...message })));
const found = (text: string) => {
  const matcher = new Matcher(symptoms);
  matcher.add(text);
  return matcher.candidates();
};

describe('what a text must contain before a pattern is tried', () => {
  test.each([
    [/failed to stat '[^']*': Permission denied/i, [['failed', 'permission', 'denied']]],
    [/one(?: or other)? (?:three|four) more?/i, undefined],
    [/alpha|(?:b|c) gamma(?:d|e)/, [['alpha'], ['gamma']]],
    [/colou?rs\.conf \d{1,3}seconds/, [['rs.conf', 'seconds']]],
    [/a|longer/, undefined],
    [/files?/, undefined],
  ])('%s', (pattern, expected) => {
    expect(needsOf(pattern, 5)).toEqual(expected);
  });

  test('is in the example of every message', () => {
    for (const { pattern, example } of messages) {
      const needs = needsOf(pattern, 5);
      const text = example.toLowerCase();
      if (needs !== undefined)
        expect(
          needs.some((way) => way.every((word) => text.includes(word))),
          `${pattern}`,
        ).toBe(true);
    }
  });
});

test('the scan sees the words that are there, in any case and at both ends, and no others', () => {
  const words = ['alpha', 'beta-gamma', 'phant', 'denied', 'niedb'];
  const scan = new WordScan(words, 5);
  const seen = (text: string) => words.filter((_, index) => scan.seenIn(text)[index] === 1);
  expect(seen('elePHANTom')).toEqual(['phant']);
  expect(seen('ALPHAdeniedBeta-Gamma')).toEqual(['alpha', 'beta-gamma', 'denied', 'niedb']);
  expect(seen('beta-gamm')).toEqual([]);
  expect(seen('')).toEqual([]);
  expect(seen(`${'x'.repeat(1000)}alph${'y'.repeat(1000)}\u0161denied`)).toEqual(['denied']);
});

test.each([
  ['as it is', (text: string) => text],
  [
    'among other lines',
    (text: string) => `${'250 2.0.0 OK certificate\n'.repeat(500)}Nov 22 03:00:00 host x[1]: ${text}\nmore\n`,
  ],
])('every example is found, %s', (_how, put) => {
  for (const { symptom, example } of messages)
    expect(
      found(put(example)).map(({ symptom: { id } }) => id),
      example,
    ).toContain(symptom.id);
});

test('a message that was wrapped is found, with the line where it begins', () => {
  const [first] = found('nothing\nSSL error: certificate\n  verify failed\n');
  expect(first?.why[0]).toMatchObject({ line: 2, times: 1 });
});
