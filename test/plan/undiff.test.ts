import fc from 'fast-check';
import { test } from 'vitest';
import { diffTexts } from '../../src/plan/diff.ts';
import { newSideOf } from '../../src/plan/undiff.ts';

const text = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '', 'c\r'), { maxLength: 30 }), fc.boolean())
  .map(([lines, ended]) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''));

test('a diff over its old side gives its new one, missing last newlines and empty files included', () => {
  fc.assert(fc.property(text, text, (before, after) => newSideOf(before, diffTexts(before, after).hunks) === after));
});
