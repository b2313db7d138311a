/** Whether a path component is a pattern: what apr_fnmatch_test looks for. */
export function isGlob(component: string): boolean {
  return /[*?]/.test(component) || component.indexOf(']', component.indexOf('[') >>> 0) > 0;
}

/**
 * Whether `name` matches `pattern` as apr_fnmatch with APR_FNM_PERIOD: `*`, `?`, `[a-z]`, `[!a]`, a
 * backslash before what is to be itself; a dot in front is matched by a dot only. Takes at most
 * pattern times name steps, whatever the pattern.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const parts = partsOf(pattern);
  let part = 0;
  let at = 0;
  /** The last star, and how much of the name it has taken: all there is to go back to. */
  let star = -1;
  let taken = 0;
  while (at < name.length) {
    const test = parts[part];
    if (test === 'star') {
      star = part;
      taken = at;
      part += 1;
    } else if (test?.(name[at] ?? '')) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      part = star + 1;
    } else return false;
  }
  while (parts[part] === 'star') part += 1;
  return part === parts.length;
}

type Part = 'star' | ((character: string) => boolean);

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    const close = character === '[' ? pattern.indexOf(']', at + (/^\[[!^]?\]/.test(pattern.slice(at, at + 3)) ? 3 : 1)) : -1;
    if (character === '*') parts.push('star');
    else if (character === '?') parts.push(() => true);
    else if (close > 0) {
      parts.push(bracket(pattern.slice(at + 1, close)));
      at = close;
    } else {
      if (character === '\\' && at + 1 < pattern.length) at += 1;
      const literal = pattern[at];
      parts.push((other) => other === literal);
    }
  }
  return parts;
}

function bracket(inside: string): (character: string) => boolean {
  const negated = /^[!^]/.test(inside);
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let at = negated ? 1 : 0; at < inside.length; at += 1) {
    const from = inside[at] ?? '';
    const to = inside[at + 1] === '-' && at + 2 < inside.length ? (inside[at + 2] ?? '') : from;
    if (inside[at + 1] === '-' && at + 2 < inside.length) at += 2;
    ranges.push([from, to]);
  }
  return (character) => ranges.some(([from, to]) => character >= from && character <= to) !== negated;
}
