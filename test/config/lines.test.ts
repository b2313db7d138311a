import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logicalLines, never } from '../../src/config/lines.ts';
import { textOf } from './support.ts';

const backslash = (content: string): boolean => content.endsWith('\\');

describe('logical lines', () => {
  test('join at a backslash and know where each character was', () => {
    const text = 'one \\\r\ntwo\nthree';
    const [first, second] = [...logicalLines(text, backslash)];
    expect(first?.text).toBe('one two');
    expect(first && text[first.offset(4)]).toBe('t');
    expect([second?.text, second?.line]).toEqual(['three', 3]);
  });

  test('cover every byte once, and every character is where it says', () => {
    fc.assert(
      fc.property(textOf(), fc.boolean(), (text, joins) => {
        let at = 0;
        for (const line of logicalLines(text, joins ? backslash : never)) {
          expect(line.start).toBe(at);
          at = line.end;
          for (let index = 0; index < line.text.length; index += 1) expect(text[line.offset(index)]).toBe(line.text[index]);
        }
        expect(at).toBe(text.length);
      }),
    );
  });
});
