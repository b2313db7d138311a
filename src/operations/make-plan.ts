import type { Answers } from '../answers/answers.ts';
import { NotUnderstoodError } from '../choices/blocks.ts';
import type { Choice } from '../choices/choice.ts';
import { choices } from '../choices/index.ts';
import { type Host, HostReadError } from '../host/host.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import type { Secrets } from '../plan/secret.ts';
import type { PlannedWork } from './engine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';
import { secretsFor } from './secrets.ts';
import { requireMomentum } from './survey.ts';

export interface AnswersPlanOptions extends PlanOptions {
  /** A choice whose files cannot be read or understood is a finding, and the others are planned all the same: for looking, not for applying. */
  readonly goOn?: boolean;
}

/** The finding for a choice that could not be planned. */
export const NOT_PLANNED = 'not-planned';

/** The plan that makes a host as the answers want it: each choice in its order plans over the state that those before it leave. */
export async function makePlan(host: Host, answers: Answers, options: AnswersPlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  const secrets = await secretsFor(host, answers, options.secrets);
  const { possible, findings } = options.goOn
    ? await whatCanBePlanned(host, answers, secrets)
    : { possible: choices, findings: [] };
  const risks = (await Promise.all(possible.map((choice) => choice.risks(host, answers, secrets)))).flat();
  const changes = (over: Host) => planChoices(over, answers, possible, secrets);
  return planOf(host, { answers, changes, findings: [...findings, ...risks] }, options);
}

/** Tries each choice by itself: what is in the way of one is none of the others' business. */
async function whatCanBePlanned(host: Host, answers: Answers, secrets: Secrets) {
  const possible: Choice[] = [];
  const findings: PlannedFinding[] = [];
  for (const choice of choices) {
    try {
      await choice.plan(host, answers, secrets);
      await choice.risks(host, answers, secrets);
      possible.push(choice);
    } catch (error) {
      if (!(error instanceof HostReadError || error instanceof NotUnderstoodError)) throw error;
      const [first = '', ...evidence] = error.message.split('\n');
      findings.push({ id: NOT_PLANNED, status: 'fail', what: `${choice.title}: ${first}`, evidence });
    }
  }
  return { possible, findings };
}

async function planChoices(
  host: Host,
  answers: Answers,
  possible: readonly Choice[],
  secrets: Secrets,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const choice of possible) changes.push(...(await choice.plan(host.after(changes), answers, secrets)));
  return changes;
}
