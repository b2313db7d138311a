import { structuredPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffTexts } from '../../src/plan/diff.ts';
import { longHunks } from '../../src/plan/long-diff.ts';

/** What the text becomes where every hunk is put in at its line. */
function patched(before: string, hunks: ReturnType<typeof longHunks>): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let [text, at] = ['', 0];
  for (const { oldStart, oldLines, lines: changes } of hunks) {
    // The library's start of a side without lines is the line after.
    text += lines.slice(at, oldStart - 1).join('');
    at = oldStart - 1 + oldLines;
    const kept = changes.flatMap((line, index) =>
      line.startsWith('\\') || line.startsWith('-') ? [] : [[line, changes[index + 1]] as const],
    );
    for (const [line, next] of kept) text += line.slice(1) + (next?.startsWith('\\') ? '' : '\n');
  }
  return text + lines.slice(at).join('');
}

const words = fc.array(fc.constantFrom('a', 'b', 'c', '}', ''), { maxLength: 30 }).map((lines) => lines.join('\n'));

test('any two texts: what it says makes one of the other', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      expect(patched(before, longHunks(before, after, 3))).toBe(after);
    }),
  );
});

test('for lines that are replaced and added it is what the shortest diff is', () => {
  const before = Array.from({ length: 90 }, (_, index) => `line ${index}`);
  const after = before.map((line, index) => (index % 20 === 7 ? `${line}, other` : line)).toSpliced(30, 0, 'new');
  const texts = [before, after].map((lines) => `${lines.join('\n')}\n`) as [string, string];
  expect(longHunks(...texts, 3)).toEqual(structuredPatch('', '', ...texts, '', '', { context: 3 })?.hunks);
});

test('10,000 scopes that change, and a line that is added before them', () => {
  const scopes = (value: string) =>
    Array.from({ length: 10_000 }, (_, index) => `Binding "b${index}" {\n  TLS_Protocols = "${value}"\n}\n`).join('');
  const { added, removed, hunks } = diffTexts(scopes('+ALL'), `TLS_Protocols = "+ALL:-SSLv3"\n${scopes('+ALL:-SSLv3')}`);
  expect([added, removed]).toEqual([10_001, 10_000]);
  expect(hunks[0]?.lines[0]).toMatchObject({ kind: 'added', number: 1 });
});
