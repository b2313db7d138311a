/** Letters that may differ: what a slip of the finger does. */
const MOST_DIFFERENT = 2;

/** The one of `known` that `word` is a slip for: two letters more, fewer or other at most. Undefined where none, or two as near, are. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [first, second] = known
    .filter((other) => Math.abs(other.length - word.length) <= MOST_DIFFERENT && other.length > 2 * MOST_DIFFERENT)
    .map((other) => ({ other, distance: distance(word, other) }))
    .filter((one) => one.distance <= MOST_DIFFERENT)
    .sort((one, other) => one.distance - other.distance);
  return first !== undefined && first.distance !== second?.distance ? first.other : undefined;
}

/** Letters to add, drop or change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const changed = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
