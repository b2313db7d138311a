import { structuredPatch } from 'diff';
import { longHunks, type RawHunk } from './long-diff.ts';
import type { DiffHunk, DiffLine } from './preview.ts';

const CONTEXT = 3;
/** Of lines: looking for the shortest diff takes the square of their number. */
const MOST_CHANGES = 1000;

export interface TextDiff {
  readonly hunks: readonly DiffHunk[];
  readonly added: number;
  readonly removed: number;
}

/** The unified diff of two texts, three lines of context. Line endings are part of a line: a changed one shows as `\r`. */
export function diffTexts(before: string, after: string): TextDiff {
  const shortest = structuredPatch('', '', before, after, '', '', { context: CONTEXT, maxEditLength: MOST_CHANGES });
  const hunks: readonly RawHunk[] = shortest?.hunks ?? longHunks(before, after, CONTEXT);
  const ours = hunks.map((hunk): DiffHunk => {
    let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
    const lines: DiffLine[] = [];
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('+')) lines.push({ kind: 'added', number: newLine++, text });
      else if (line.startsWith('-')) lines.push({ kind: 'removed', number: oldLine++, text });
      else if (line.startsWith(' ')) {
        lines.push({ kind: 'context', number: newLine++, text });
        oldLine += 1;
      } else lines.push({ kind: 'context', number: newLine, text: line });
    }
    // A side without lines stands before the first one, as diff(1) writes it.
    const start = (line: number, count: number) => (count === 0 ? Math.max(0, line - 1) : line);
    const oldStart = start(hunk.oldStart, hunk.oldLines);
    return { oldStart, oldLines: hunk.oldLines, newStart: start(hunk.newStart, hunk.newLines), newLines: hunk.newLines, lines };
  });
  const count = (kind: DiffLine['kind']) =>
    ours.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.kind === kind).length, 0);
  return { hunks: ours, added: count('added'), removed: count('removed') };
}
