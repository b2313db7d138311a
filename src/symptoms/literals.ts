/** Ways of a pattern to be found: of each, words (small letters, contiguous) that a text must have all of. */
export type Needs = readonly (readonly string[])[];

/**
 * What a text has to contain for a pattern to be found in it: a filter that is far cheaper than the pattern. Words
 * shorter than `shortest` are left out; undefined where a way has none, so that nothing can be told without trying.
 * Rather too few words than one too many: within groups nothing is looked for.
 */
export function needsOf(pattern: RegExp, shortest: number): Needs | undefined {
  const ways: string[][] = [[]];
  let run = '';
  const end = () => {
    if (run.length >= shortest) ways.at(-1)?.push(run.toLowerCase());
    run = '';
  };
  for (const [part] of pattern.source.matchAll(PART)) {
    const [, sign] = /^\\([^\w])$/.exec(part) ?? [];
    if (part === '|') {
      end();
      ways.push([]);
    } else if (/^(?:[*?]|\{)/.test(part)) {
      // What comes before may be missing.
      run = run.slice(0, -1);
      end();
    } else if (sign !== undefined || (part.length === 1 && !' .^$+()'.includes(part))) run += sign ?? part;
    else end();
  }
  end();
  return ways.every((words) => words.length > 0) ? ways : undefined;
}

const CLASS = String.raw`\[(?:\\.|[^\]\\])*\]`;
/** A group with all that is in it, to three levels: none of ours has more. */
const group = (inner: string) => String.raw`\((?:${CLASS}|\\.|${inner}[^()\\[])*\)`;
const GROUP = group(`${group(`${group('')}|`)}|`);
const PART = new RegExp(String.raw`${GROUP}|${CLASS}|\{\d+,?\d*\}\??|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\.|.`, 'gis');
