import { type Host, HostReadError } from '../host/host.ts';
import { findMomentum, type Momentum } from '../host/momentum.ts';
import type { PlannedFinding } from '../plan/change.ts';
import { roomToInstall } from '../preflight/room.ts';
import { isConcerned } from '../symptoms/concerns.ts';
import { symptoms } from '../symptoms/index.ts';
import type { Symptom } from '../symptoms/symptom.ts';
import { survey } from './survey.ts';

/** What one look at everything came to, heaviest first. */
export interface Examination {
  readonly momentum: Momentum;
  readonly findings: readonly PlannedFinding[];
  /** Titles of what was looked at and is not the matter. */
  readonly ruledOut: readonly string[];
}

export interface ExamineOptions {
  /** Only these; undefined: all of them, and what `status` says. */
  readonly only?: readonly Symptom[];
  /** What breaks an installation, where there is none yet. */
  readonly beforeInstall?: boolean;
  /** Told after each look how many of how many are done. */
  readonly onLooked?: ((done: number, of: number) => void) | undefined;
}

/** Looks side by side at most: each may start a process. */
const AT_A_TIME = 8;

const RANK = { fail: 0, warn: 1, pass: 2 } as const;

/** Looks for every fault that this host can have. Reads, asks programs and sockets; changes nothing. */
export async function examine(host: Host, { only, beforeInstall = false, onLooked }: ExamineOptions = {}): Promise<Examination> {
  const momentum = await findMomentum(host);
  const looked = (only ?? symptoms).filter(
    (symptom) => symptom.check !== undefined && (beforeInstall ? symptom.beforeInstall === true : isConcerned(symptom, momentum)),
  );
  const gaps = only === undefined ? (beforeInstall ? roomToInstall(host) : momentum.present ? gapsOf(host) : []) : [];
  let done = 0;
  const found = await inTurns(looked, async (symptom) => {
    const findings = await checkOne(symptom, host, momentum);
    done += 1;
    onLooked?.(done, looked.length);
    return { symptom, findings };
  });
  const own = found.flatMap(({ findings }) => findings);
  const explained = explainedBy(found.filter(({ findings }) => findings.some(isFail)).map(({ symptom }) => symptom));
  const rest = (await gaps).filter(({ id }) => !explained.has(id));
  const weight = ({ id, status }: PlannedFinding) => RANK[status] * 2 + (explained.has(id) ? 1 : 0);
  return {
    momentum,
    findings: [...own, ...rest].sort((one, other) => weight(one) - weight(other)),
    ruledOut: found
      .filter(({ findings }) => findings.length > 0 && findings.every(({ status }) => status === 'pass'))
      .map(({ symptom }) => symptom.title),
  };
}

/** One symptom's findings under its id; a check that cannot look, or has a bug, is inconclusive and never a fail. */
export async function checkOne(symptom: Symptom, host: Host, momentum: Momentum): Promise<readonly PlannedFinding[]> {
  try {
    const found = (await symptom.check?.(host, momentum)) ?? [];
    return found.map((finding) => ({ ...finding, id: symptom.id }));
  } catch (error) {
    const evidence = error instanceof Error ? [error.message] : [String(error)];
    const what = `${symptom.title}: could not be looked at`;
    const steps = error instanceof HostReadError ? ['Look again as root'] : [];
    return [{ id: symptom.id, status: 'warn', what, evidence, remedy: { steps } }];
  }
}

/** Everything that follows from these faults, what follows from that included. */
function explainedBy(faults: readonly Symptom[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const waiting = faults.flatMap(({ explains = [] }) => explains);
  for (const id of waiting) {
    if (ids.has(id)) continue;
    ids.add(id);
    waiting.push(...(symptoms.find((symptom) => symptom.id === id)?.explains ?? []));
  }
  return ids;
}

async function gapsOf(host: Host): Promise<readonly PlannedFinding[]> {
  const { findings, choices } = await survey(host);
  return [...findings, ...choices.flatMap(({ gaps }) => gaps)];
}

export function isFail({ status }: Pick<PlannedFinding, 'status'>): boolean {
  return status === 'fail';
}

async function inTurns<T, R>(tasks: readonly T[], run: (task: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = tasks.entries();
  const worker = async () => {
    for (const [index, task] of left) results[index] = await run(task);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
