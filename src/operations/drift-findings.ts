import type { Finding } from '../model/finding.ts';
import { type DriftedFile, type LostChoice, MOST_LINES, type Settled } from './drifted.ts';

const KIND_WORDS = {
  content: 'was edited',
  missing: 'is gone',
  owner: 'has another owner',
  mode: 'has another mode',
  link: 'is a link that root does not own',
} as const;

export function settledFinding({ file: { path, kinds, entry }, by }: Settled): Finding {
  const what = `${path} ${kinds.map((kind) => KIND_WORDS[kind]).join(', ')} since it ${leftWords(entry)}, which was accepted on ${by.at.slice(0, 10)}`;
  return { id: 'drift-accepted', status: 'pass', what, evidence: [] };
}

function leftWords(entry: string | null): string {
  return entry === null ? 'was last written' : `was left by ${entry}`;
}

const EXPOSED = 'Others can read or write it now, who could not as it was left';

/** Undefined where a difference may stay: it takes nothing away from what was applied. */
export function whyNotAcceptable({ path, kinds, stillInForce, exposed, putBackBy }: DriftedFile): string | undefined {
  if (kinds.includes('link')) return `${path} is a link that root does not own: put that right`;
  if (kinds.includes('missing')) return `${path} is gone: put that right`;
  if (exposed) return `${path}: others can read or write it now, who could not as it was left. Put that right: ${putBackBy}`;
  if (stillInForce === true) return undefined;
  return `${path}: with it as it is, what was applied is not in force. momentum-secure apply --again brings it back; for something else answer that: apply --set KEY=VALUE`;
}

export function fileFinding(file: DriftedFile): Finding {
  const { path, kinds, entry, lines, stillInForce, exposed, putBackBy } = file;
  const numbers = [...new Set(lines.map(({ number }) => number))];
  const where = numbers.length === 0 ? '' : `, line${numbers.length === 1 ? '' : 's'} ${ranges(numbers)}`;
  const marks = { added: '+', removed: '-' } as const;
  const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more lines`] : [];
  const seen = lines.slice(0, MOST_LINES).map(({ kind, number, text }) => `${path}:${number}  ${marks[kind]} ${text}`);
  const force =
    stillInForce === null
      ? 'Whether what was applied is in force cannot be told'
      : stillInForce
        ? 'What was applied is in force all the same'
        : 'The file as it is now wins: an apply would change it again';
  const shown = entry === null ? [] : [`momentum-secure show ${entry} says how it was`];
  const steps = [
    ...shown,
    ...(putBackBy === null ? [] : [putBackBy]),
    ...(stillInForce === false ? ['momentum-secure apply --again puts what was applied in force again'] : []),
    ...(whyNotAcceptable(file) === undefined ? [`To leave it as it is: momentum-secure drift --accept ${path}`] : []),
  ];
  return {
    id: `drift-${kinds[0]}`,
    status: 'fail',
    what: `${path} ${kinds.map((kind) => KIND_WORDS[kind]).join(', ')} since it ${leftWords(entry)}${where}`,
    evidence: [...seen, ...more, force, ...(exposed ? [EXPOSED] : [])],
    remedy: { steps },
  };
}

export function lostFinding({ choice, title, because }: LostChoice): Finding {
  const what = `${title} (${choice}) is not in force as it was applied`;
  return { id: 'drift-lost', status: 'fail', what, evidence: because, remedy: { steps: ['momentum-secure apply --again'] } };
}

/** 3, 5-7 */
function ranges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((one, other) => one - other);
  const parts: [number, number][] = [];
  for (const number of sorted) {
    const last = parts.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
