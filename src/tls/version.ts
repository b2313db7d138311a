/**
 * Is `version` the release `other` or a later one? Dotted numbers are compared part by part, a missing
 * part counts as 0, and what stands behind the numbers (`4.1-HF4`, `1.0.1e-fips`) is passed over. A text
 * that begins with no number is older than everything. tls/ may not import host/, hence a compare of its own.
 */
export function atLeast(version: string, other: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(other)];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
    const difference = (ours[index] ?? 0) - (theirs[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  const [digits = ''] = /^\s*\d+(?:\.\d+)*/.exec(version) ?? [];
  return digits === '' ? [] : digits.split('.').map(Number);
}
