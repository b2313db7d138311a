import type { Answers } from '../answers/answers.ts';
import type { Host } from '../host/host.ts';
import type { TypedSecrets } from '../model/question.ts';
import { type Change, type PlannedFinding, pathsOf } from '../plan/change.ts';
import type { Plan, PlannedService } from '../plan/plan.ts';
import { runPreflight } from '../preflight/index.ts';
import { services } from '../services/index.ts';
import type { PlannedWork } from './engine.ts';
import { previewChanges } from './preview.ts';
import { scopeChanges } from './scope-changes.ts';

export interface PlanOptions {
  /** Takes the changes that preflight offers as remedies into the plan. */
  readonly fix: boolean;
  /** False: nothing is started, stopped or asked (`--no-services`). */
  readonly withServices: boolean;
  readonly session: { readonly umask: number; readonly uid: number };
  /** What was typed, or read from a file: the plan refers to it, and nothing shows it. */
  readonly secrets?: TypedSecrets;
}

/** What is to be done to a host, whoever wants it: the choices, a renewal, the fix of a fault. */
export interface Wanted {
  /** The answers it comes from, for the record; {} where it comes from none. */
  readonly answers: Answers;
  /** The changes over a host. Asked again where remedies of preflight come first: they may be what the changes stand on. */
  changes(over: Host): Promise<readonly Change[]>;
  /** What there is to say beside preflight. */
  readonly findings: readonly PlannedFinding[];
}

/**
 * A plan from changes: preflight looks at the result; what the changes affect tells which services
 * take part. Everything that was read through `host` on the way is a precondition of the plan.
 */
export async function planOf(host: Host, wanted: Wanted, options: PlanOptions): Promise<PlannedWork> {
  const wished = await wanted.changes(host);
  const first = wished.length === 0 ? [] : await preflight(host, wished, options);
  const remedies = options.fix ? remediesOf(first) : [];
  // Over the remedies everything is planned anew: an owner that is put right may be what a choice stands on.
  const changes = remedies.length === 0 ? wished : [...remedies, ...(await wanted.changes(host.after(remedies)))];
  const checked = remedies.length === 0 ? first : await preflight(host, changes, options);
  const preview = await previewChanges(host, changes, Object.values(options.secrets ?? {}));
  const scopes = await scopeChanges(host, changes);
  const plan: Plan = {
    format: 1,
    createdAt: host.now().toISOString(),
    answers: JSON.parse(JSON.stringify(wanted.answers)) as Record<string, unknown>,
    changes,
    preconditions: host.observations(),
    findings: [...wanted.findings, ...checked, ...(options.withServices ? await restartFindings(host, changes) : [])],
    services: await planServices(host, changes, options.withServices),
  };
  return { plan, preview, scopes };
}

/** What runs and cannot be restarted would go on as it was, whatever its files say. */
async function restartFindings(host: Host, changes: readonly Change[]): Promise<readonly PlannedFinding[]> {
  const findings: PlannedFinding[] = [];
  for (const service of services) {
    const touched = changes.some((change) => change.affects.some((effect) => effect.service === service.id));
    if (!touched || (await service.running(host)).state !== 'running') continue;
    if ((await service.control(host, 'restart')) !== undefined) continue;
    const what = `${service.title} runs, and its init script is not there to restart it with`;
    const steps = ['Put the script back, or stop the service first: what is stopped stays so, and starts with the new files'];
    findings.push({ id: 'no-init-script', status: 'fail', what, evidence: [], remedy: { steps } });
  }
  return findings;
}

function preflight(host: Host, changes: readonly Change[], { session }: PlanOptions): Promise<readonly PlannedFinding[]> {
  return runPreflight({ host, after: host.after(changes), changes, session });
}

/** What can be put right by us, of what fails; two checks may offer the same. */
function remediesOf(findings: readonly PlannedFinding[]): readonly Change[] {
  const byPath = new Map<string, Change>();
  for (const finding of findings) {
    if (finding.status !== 'fail') continue;
    for (const change of finding.remedy?.changes ?? []) byPath.set(pathsOf(change).join(' '), change);
  }
  return [...byPath.values()];
}

/** One row a service: restart wins over reload; what is stopped stays so. */
async function planServices(host: Host, changes: readonly Change[], withServices: boolean): Promise<readonly PlannedService[]> {
  const rows: PlannedService[] = [];
  for (const service of services) {
    const effects = changes.flatMap((change) => change.affects).filter((effect) => effect.service === service.id);
    if (effects.length === 0) continue;
    const action = effects.some((effect) => effect.action === 'restart') ? 'restart' : 'reload';
    const { state } = await service.running(host);
    const base = { service: service.id, title: service.title, needs: action } as const;
    if (!withServices) rows.push({ ...base, action: 'none', interrupts: ['It is left alone: --no-services'] });
    else if (state === 'stopped') rows.push({ ...base, action: 'none', interrupts: ['It is stopped, and stays so'] });
    else rows.push({ ...base, action, interrupts: await service.interrupts(host, action) });
  }
  return rows;
}
