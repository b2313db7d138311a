import type { Host } from '../host/host.ts';
import { symptoms } from '../symptoms/index.ts';
import { type Candidate, Matcher } from '../symptoms/match.ts';
import type { Symptom } from '../symptoms/symptom.ts';
import { type Examination, type ExamineOptions, examine } from './examine.ts';

/** What the operator has to show: a text in pieces of whole lines, or the name of a symptom. */
export interface Complaint {
  readonly text?: AsyncIterable<string> | Iterable<string>;
  readonly symptom?: Symptom;
  readonly beforeInstall?: boolean;
  readonly onLooked?: ExamineOptions['onLooked'];
}

export interface Diagnosis {
  readonly text: true | undefined;
  /** What the text may be about, the likeliest first. */
  readonly candidates: readonly Candidate[];
  readonly examination: Examination;
}

/**
 * From what the operator sees to what is wrong here. A text only says where to look first: the checks
 * decide. One that nothing is known about leads to the general examination.
 */
export async function diagnose(host: Host, { text, symptom, beforeInstall = false, onLooked }: Complaint): Promise<Diagnosis> {
  if (symptom !== undefined) {
    return {
      text: undefined,
      candidates: [],
      examination: withSteps(await examine(host, { only: [symptom], onLooked }), [symptom]),
    };
  }
  if (text === undefined) return { text, candidates: [], examination: await examine(host, { beforeInstall, onLooked }) };
  const matcher = new Matcher(symptoms);
  for await (const piece of text) matcher.add(piece);
  const candidates = matcher.candidates();
  const only = candidates.map((candidate) => candidate.symptom);
  const examination = await examine(host, only.length === 0 ? { onLooked } : { only, onLooked });
  return { text: true, candidates: inOrderOf(candidates, examination), examination: withSteps(examination, only) };
}

/** What no check decides is told with its steps: it may be that. */
function withSteps(examination: Examination, asked: readonly Symptom[]): Examination {
  const told = asked
    .filter(({ check }) => check === undefined)
    .map(({ id, title, meaning, steps }) => ({
      id,
      status: 'warn' as const,
      what: `It may be this: ${title}`,
      evidence: [meaning],
      remedy: { steps },
    }));
  const heavy = examination.findings.filter(({ status }) => status !== 'pass');
  return { ...examination, findings: [...heavy, ...told, ...examination.findings.filter(({ status }) => status === 'pass')] };
}

/** What was found to be so comes first, whatever the text made likely; what was ruled out last. */
function inOrderOf(candidates: readonly Candidate[], { findings }: Examination): readonly Candidate[] {
  const rank = ({ symptom }: Candidate) => {
    const own = findings.filter(({ id }) => id === symptom.id);
    if (own.some(({ status }) => status === 'fail')) return 0;
    return own.length > 0 && own.every(({ status }) => status === 'pass') ? 2 : 1;
  };
  return [...candidates].sort((one, other) => rank(one) - rank(other));
}

/** A symptom as a row of a list, with the words by which people look for it. */
export interface SymptomRow {
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly checkable: boolean;
}

export function listSymptoms(): readonly SymptomRow[] {
  return symptoms.map(({ id, title, words, check }) => ({ id, title, words, checkable: check !== undefined }));
}

export function findSymptom(id: string): Symptom | undefined {
  return symptoms.find((symptom) => symptom.id === id);
}
