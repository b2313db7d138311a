import type { DiffHunk } from './preview.ts';

/** The new side of a diff, from the old one. What the hunks do not fit gives something else: hold it to a hash. */
export function newSideOf(before: string, hunks: readonly DiffHunk[]): string {
  const old = linesOf(before);
  const lines: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, lines: changed } of hunks) {
    // A side without lines stands after the line it names.
    const first = oldLines === 0 ? oldStart : oldStart - 1;
    lines.push(...old.slice(at, first));
    at = first + oldLines;
    let side: 'old' | 'new' | 'both' = 'both';
    for (const { kind, text } of changed) {
      if (kind === 'context' && text.startsWith('\\ No newline')) {
        if (side !== 'old') lines.push((lines.pop() ?? '').replace(/\n$/, ''));
        continue;
      }
      side = kind === 'removed' ? 'old' : kind === 'added' ? 'new' : 'both';
      if (kind !== 'removed') lines.push(`${text}\n`);
    }
  }
  return [...lines, ...old.slice(at)].join('');
}

/** Lines with their ends; the last one may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
