import type { Answers } from '../answers/answers.ts';
import { NotUnderstoodError } from '../choices/blocks.ts';
import type { Choice } from '../choices/choice.ts';
import { choices } from '../choices/index.ts';
import { type Host, HostReadError } from '../host/host.ts';
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
  /** A choice whose files cannot be read or understood is a finding, and the others are planned all the same: for looking, not for applying. */
  readonly goOn?: boolean;
}

/** The finding for a choice that could not be planned. */
export const NOT_PLANNED = 'not-planned';

/**
 * How a plan comes to be: each choice in its order plans over the state that those before it leave;
 * preflight looks at the result; what the changes affect tells which services take part.
 * Everything that was read on the way is a precondition of the plan.
 */
export async function makePlan(host: Host, answers: Answers, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const { possible, findings: impossible } = options.goOn
    ? await whatCanBePlanned(host, answers)
    : { possible: choices, findings: [] };
  const wanted = await planChoices(host, answers, possible);
  const risks = (await Promise.all(possible.map((choice) => choice.risks(host, answers)))).flat();
  const first = wanted.length === 0 ? [] : await preflight(host, wanted, options);
  const remedies = options.fix ? remediesOf(first) : [];
  // Over the remedies everything is planned anew: an owner that is put right may be what a choice stands on.
  const changes = remedies.length === 0 ? wanted : [...remedies, ...(await planChoices(host.after(remedies), answers, possible))];
  const checked = remedies.length === 0 ? first : await preflight(host, changes, options);
  const preview = await previewChanges(host, changes);
  const plan: Plan = {
    format: 1,
    createdAt: host.now().toISOString(),
    answers: JSON.parse(JSON.stringify(answers)) as Record<string, unknown>,
    changes,
    preconditions: host.observations(),
    findings: [...impossible, ...risks, ...checked, ...(options.withServices ? await restartFindings(host, changes) : [])],
    services: await planServices(host, changes, options.withServices),
  };
  return { plan, preview };
}

/** Tries each choice by itself: what is in the way of one is none of the others' business. */
async function whatCanBePlanned(host: Host, answers: Answers) {
  const possible: Choice[] = [];
  const findings: PlannedFinding[] = [];
  for (const choice of choices) {
    try {
      await choice.plan(host, answers);
      await choice.risks(host, answers);
      possible.push(choice);
    } catch (error) {
      if (!(error instanceof HostReadError || error instanceof NotUnderstoodError)) throw error;
      const [first = '', ...evidence] = error.message.split('\n');
      findings.push({ id: NOT_PLANNED, status: 'fail', what: `${choice.title}: ${first}`, evidence });
    }
  }
  return { possible, findings };
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

async function planChoices(host: Host, answers: Answers, possible: readonly Choice[]): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const choice of possible) changes.push(...(await choice.plan(host.after(changes), answers)));
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
    const base = { service: service.id, title: service.title, needs: action } as const;
    if (!withServices) rows.push({ ...base, action: 'none', interrupts: ['It is left alone: --no-services'] });
    else if (state === 'stopped') rows.push({ ...base, action: 'none', interrupts: ['It is stopped, and stays so'] });
    else rows.push({ ...base, action, interrupts: await service.interrupts(host, action) });
  }
  return rows;
}
