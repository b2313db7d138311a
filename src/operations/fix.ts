import type { Host } from '../host/host.ts';
import { findMomentum } from '../host/momentum.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { symptoms } from '../symptoms/index.ts';
import type { Symptom } from '../symptoms/symptom.ts';
import type { ApplyResult, PlannedWork } from './engine.ts';
import { checkOne, type Examination, isFail } from './examine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';

/** What can be done here about the faults that were found. */
export interface Fix {
  readonly work: PlannedWork;
  /** Faults that the work puts right: their checks prove it afterwards. */
  readonly fixed: readonly Symptom[];
  /** Fails that are there after the work too: each says what a person does. */
  readonly left: readonly PlannedFinding[];
}

/**
 * The remedies of all that fails as one plan. Each fault is looked at again over the state that the remedies
 * before leave, as choices are planned: one that went with another needs nothing, and no two of them collide.
 */
export async function planFix(host: Host, { findings, momentum }: Examination, options: PlanOptions): Promise<Fix> {
  const ids = new Set(findings.filter(isFail).map(({ id }) => id));
  const failing = [...ids].flatMap((id) => symptoms.find((symptom) => symptom.id === id) ?? []);
  const remedies = async (over: Host): Promise<readonly Change[]> => {
    const changes: Change[] = [];
    for (const symptom of failing) {
      const now = await checkOne(symptom, over.after(changes), momentum);
      changes.push(...now.filter(isFail).flatMap(({ remedy }) => remedy?.changes ?? []));
    }
    return changes;
  };
  const work = await planOf(host, { answers: {}, changes: remedies, findings: [] }, { ...options, fix: true });
  const after = host.after(work.plan.changes);
  const later = await Promise.all(
    failing.map(async (symptom) => ({ symptom, fails: (await checkOne(symptom, after, momentum)).filter(isFail) })),
  );
  const others = findings.filter((finding) => isFail(finding) && !failing.some(({ id }) => id === finding.id));
  return {
    work,
    fixed: later.filter(({ fails }) => fails.length === 0).map(({ symptom }) => symptom),
    left: [...later.flatMap(({ fails }) => fails), ...others],
  };
}

/** Looks again at what was put right, on a host that has not looked yet; what was left comes first. */
export async function proveFix(host: Host, { fixed, left }: Fix): Promise<readonly PlannedFinding[]> {
  const momentum = await findMomentum(host);
  const now = (await Promise.all(fixed.map((symptom) => checkOne(symptom, host, momentum)))).flat();
  return [...now.filter(isFail), ...left, ...now.filter((finding) => !isFail(finding))];
}

/** The end of an apply that went well, with what became of the faults: proven, or still there and what a person does. */
export async function withProof(host: Host, fix: Fix, result: ApplyResult): Promise<ApplyResult> {
  const findings = await proveFix(host, fix);
  const failing = findings.filter(isFail);
  const nothing = failing.length === 0 ? 'Nothing that fails was found' : 'There is nothing here that a program should put right';
  const said = [
    ...(result.outcome === 'unchanged' ? [nothing] : result.said),
    ...findings.map(({ status, what }) => `${status === 'pass' ? 'Proven' : 'Still'}: ${what}`),
  ];
  const next = [...new Set(failing.flatMap(({ remedy }) => remedy?.steps ?? []))];
  return { ...result, findings, said, next: [...next, ...result.next], exitCode: failing.length > 0 ? 2 : 0 };
}

/** Faults that a program may put right, one a row: what was found, by the symptom's id. */
export function remediesIn({ findings }: Pick<Examination, 'findings'>): readonly PlannedFinding[] {
  const rows = new Map<string, PlannedFinding>();
  for (const finding of findings) {
    if (isFail(finding) && (finding.remedy?.changes?.length ?? 0) > 0 && !rows.has(finding.id)) rows.set(finding.id, finding);
  }
  return [...rows.values()];
}
