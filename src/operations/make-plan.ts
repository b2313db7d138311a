import type { Answers } from '../answers/answers.ts';
import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import type { Plan, PlannedService } from '../plan/plan.ts';
import { runPreflight } from '../preflight/index.ts';
import { services } from '../services/index.ts';
import type { PlannedWork } from './engine.ts';
import { previewChanges } from './preview.ts';
import { requireMomentum } from './survey.ts';

export interface PlanOptions {
  /** Takes the changes that preflight offers as remedies into the plan. */
  readonly fix: boolean;
  /** False: nothing is started, stopped or asked (`--no-services`). */
  readonly withServices: boolean;
  readonly session: { readonly umask: number; readonly uid: number };
}

/**
 * How a plan comes to be: each choice in its order plans over the state that those before it leave;
 * preflight looks at the result; what the changes affect tells which services take part.
 * Everything that was read on the way is a precondition of the plan.
 */
export async function makePlan(host: Host, answers: Answers, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const wanted = await planChoices(host, answers);
  const risks = (await Promise.all(choices.map((choice) => choice.risks(host, answers)))).flat();
  const first = wanted.length === 0 ? [] : await preflight(host, wanted, options);
  const remedies = options.fix ? remediesOf(first) : [];
  // Over the remedies everything is planned anew: an owner that is put right may be what a choice stands on.
  const changes = remedies.length === 0 ? wanted : [...remedies, ...(await planChoices(host.after(remedies), answers))];
  const checked = remedies.length === 0 ? first : await preflight(host, changes, options);
  const preview = await previewChanges(host, changes);
  const plan: Plan = {
    format: 1,
    createdAt: host.now().toISOString(),
    answers: JSON.parse(JSON.stringify(answers)) as Record<string, unknown>,
    changes,
    preconditions: host.observations(),
    findings: [...risks, ...checked],
    services: await planServices(host, changes, options.withServices),
  };
  return { plan, preview };
}

async function planChoices(host: Host, answers: Answers): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const choice of choices) changes.push(...(await choice.plan(host.after(changes), answers)));
  return changes;
}

function preflight(host: Host, changes: readonly Change[], { session }: PlanOptions): Promise<readonly PlannedFinding[]> {
  return runPreflight({ host, after: host.after(changes), changes, session });
}

/** What can be put right by us, of what fails; two checks may offer the same. */
function remediesOf(findings: readonly PlannedFinding[]): readonly Change[] {
  const byPath = new Map<string, Change>();
  for (const finding of findings) {
    if (finding.status !== 'fail') continue;
    for (const change of finding.remedy?.changes ?? [])
      byPath.set(change.kind === 'certificate' ? change.certificatePath : change.path, change);
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
    const base = { service: service.id, title: service.title };
    if (!withServices) rows.push({ ...base, action: 'none', interrupts: ['It is left alone: --no-services'] });
    else if (state === 'stopped') rows.push({ ...base, action: 'none', interrupts: ['It is stopped, and stays so'] });
    else rows.push({ ...base, action, interrupts: await service.interrupts(host, action) });
  }
  return rows;
}
