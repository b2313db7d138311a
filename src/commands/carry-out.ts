import { resolve } from 'node:path';
import type { LocalHost } from '../host/local.ts';
import { applyPlan } from '../operations/apply-plan.ts';
import type { ApplyResult, PlannedWork } from '../operations/engine.ts';
import { startWatcher } from '../operations/keep.ts';
import { recoverFirst } from '../operations/recover-first.ts';
import { appliedJson, appliedText } from '../report/applied.ts';
import { findingLines } from '../report/findings.ts';
import { planLines } from '../report/plan.ts';
import { planAsking } from './ask-secrets.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, type Context, lookAt, print, printJson } from './context.ts';
import { offerCommit } from './offer-commit.ts';
import { UsageError } from './options.ts';
import { tellProgress } from './progress.ts';

export interface ToCarryOut {
  /** `apply`, `renew`: for the lock, the journal and the history. */
  readonly doing: string;
  /** Id of the saved plan that is carried out. */
  readonly planId?: string | undefined;
  plan(host: LocalHost): Promise<PlannedWork>;
  readonly question: string;
  /** Seconds after which it is put back unless it is kept. */
  readonly keepWithin?: number | undefined;
  /** Looks again at what an apply that went well has left, and says what became of it. */
  afterwards?(result: ApplyResult): Promise<ApplyResult>;
}

/**
 * Every command that changes a host goes this way: what an earlier run left is put right first, then
 * it is planned, shown, confirmed and applied. Resolves to the exit code.
 */
export async function carryOut(
  context: Context,
  { doing, planId, plan, question, keepWithin, afterwards }: ToCarryOut,
): Promise<number> {
  requireConsent(context);
  const recovered = await recoverFirst(context.root, doing, context.withServices);
  if (recovered.failed !== undefined) return report(context, recovered.failed);
  if (recovered.said !== undefined) aside(context, recovered.said);
  const work = await planAsking(context, () => plan(lookAt(context)));
  const failing = work.plan.findings.filter((finding) => finding.status === 'fail');
  const warned = work.plan.findings.some((finding) => finding.status === 'warn');
  if (!context.json) {
    if (failing.length > 0 || work.plan.changes.length > 0) print(context, planLines(work));
    // That nothing changes is said at the end, once.
    else if (warned) print(context, findingLines(work.plan.findings, false));
  }
  // Also where nothing would change: then it is what was asked for that cannot be carried out.
  if (failing.length > 0)
    return refuse(
      context,
      failing.map(({ what }) => what),
      work.plan.findings,
    );
  if (work.plan.changes.length > 0) {
    if (context.options.values.yes !== true && !(await confirmOnTerminal(context, question))) {
      aside(context, 'Nothing was changed');
      return 0;
    }
  }
  const onEvent = tellProgress(context);
  const { root, withServices, signal } = context;
  const release = keepWithin === undefined || work.plan.changes.length === 0 ? undefined : await watcherFor(context);
  const job = { root, doing, planId, withServices, keepWithin, onEvent, signal, secrets: context.secrets };
  const result = await applyPlan(work, job).finally(release);
  const ended = result.exitCode === 0 && afterwards !== undefined ? await orSaid(result, afterwards) : result;
  const exitCode = report(context, ended);
  // What may be put back yet is not to be committed.
  if (keepWithin === undefined) await offerCommit(context, root, result);
  return exitCode;
}

/** What was applied is no error any more, whatever became of looking at it again. */
async function orSaid(result: ApplyResult, afterwards: NonNullable<ToCarryOut['afterwards']>): Promise<ApplyResult> {
  try {
    return await afterwards(result);
  } catch (error) {
    if (result.outcome !== 'applied') throw error;
    const why = error instanceof Error ? error.message : String(error);
    return { ...result, next: [`It is applied, but could not be looked at again: ${why}`, ...result.next] };
  }
}

function watcherFor({ root, withServices, options }: Context): Promise<() => void> {
  const file = options.values['log-file'];
  return startWatcher(root, withServices, typeof file === 'string' ? resolve(file) : undefined);
}

/** Without a terminal there is nobody to ask: `--yes` has to say it beforehand. */
export function requireConsent(context: Context): void {
  const { values } = context.options;
  if (values.yes === true) return;
  if (context.stdin.isTTY && !context.json && values['no-input'] !== true) return;
  throw new UsageError('Nobody can be asked here: give --yes to apply without asking');
}

function refuse(context: Context, reasons: readonly string[], findings: ApplyResult['findings']): number {
  const said = ['Preflight failed; nothing was changed', ...reasons];
  const result: ApplyResult = { outcome: 'refused', id: null, findings, exitCode: 3, said, next: [] };
  return report(context, result);
}

export function report(context: Context, result: ApplyResult): number {
  if (context.json) printJson(context, appliedJson(result));
  else if (result.exitCode === 0) print(context, appliedText(result));
  else aside(context, appliedText(result));
  return result.exitCode;
}
