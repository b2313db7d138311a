/** A hunk as the diff library gives it: a sign before every line. */
export interface RawHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: string[];
}

/** How far two texts that went apart are searched for where they meet again. */
const WINDOW = 40;
const NO_NEWLINE = '\\ No newline at end of file';

/**
 * A unified diff in linear time, for texts with thousands of changes: the shortest one takes the square of
 * their number. It is right, and for changes of single lines also the shortest.
 */
export function longHunks(before: string, after: string, context: number): readonly RawHunk[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const steps: (readonly [sign: ' ' | '-' | '+', line: string])[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    if (at < old.length && old[at] === now[to]) {
      steps.push([' ', old[at] as string]);
      at += 1;
      to += 1;
      continue;
    }
    const [gone, come] = apart(old, at, now, to);
    for (const line of old.slice(at, at + gone)) steps.push(['-', line]);
    for (const line of now.slice(to, to + come)) steps.push(['+', line]);
    at += gone;
    to += come;
  }
  return hunksOf(steps, context);
}

/** Each with its newline, so that a missing last one is a difference. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A closing brace is like any other: only a line with some words on it tells where one is. */
function telling(line: string | undefined): boolean {
  return line !== undefined && line.trim().length > 10;
}

/** How many lines are gone and how many have come before the two are alike again. */
function apart(old: readonly string[], at: number, now: readonly string[], to: number): readonly [number, number] {
  for (let skipped = 1; skipped <= 2 * WINDOW; skipped += 1) {
    for (let gone = Math.min(skipped, WINDOW, old.length - at); gone >= 0; gone -= 1) {
      const come = skipped - gone;
      if (to + come > now.length) continue;
      const line = old[at + gone];
      if (line !== now[to + come]) continue;
      if (telling(line) || old[at + gone + 1] === now[to + come + 1]) return [gone, come];
    }
  }
  return [Math.min(1, old.length - at), Math.min(1, now.length - to)];
}

function hunksOf(steps: readonly (readonly [string, string])[], context: number): readonly RawHunk[] {
  const hunks: { -readonly [K in keyof RawHunk]: RawHunk[K] }[] = [];
  const changed = steps.flatMap(([sign], index) => (sign === ' ' ? [] : [index]));
  let [oldLine, newLine, done] = [1, 1, 0];
  for (let first = 0; first < changed.length; ) {
    let last = first;
    while (last + 1 < changed.length && (changed[last + 1] as number) - (changed[last] as number) <= 2 * context + 1) last += 1;
    const from = Math.max(done, (changed[first] as number) - context);
    const until = Math.min(steps.length, (changed[last] as number) + context + 1);
    oldLine += from - done;
    newLine += from - done;
    const hunk = { oldStart: oldLine, oldLines: 0, newStart: newLine, newLines: 0, lines: [] as string[] };
    for (const [sign, line] of steps.slice(from, until)) {
      if (sign !== '+') hunk.oldLines += 1;
      if (sign !== '-') hunk.newLines += 1;
      hunk.lines.push(sign + line.replace(/\n$/, ''), ...(line.endsWith('\n') ? [] : [NO_NEWLINE]));
    }
    oldLine += hunk.oldLines;
    newLine += hunk.newLines;
    hunks.push(hunk);
    done = until;
    first = last + 1;
  }
  return hunks;
}
