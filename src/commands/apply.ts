import { applyPlan } from '../operations/apply-plan.ts';
import type { ApplyResult } from '../operations/engine.ts';
import { thisSession } from '../operations/local-engine.ts';
import { makePlan } from '../operations/make-plan.ts';
import { recoverFirst } from '../operations/recover-first.ts';
import { appliedJson, appliedText } from '../report/applied.ts';
import { planText } from '../report/plan.ts';
import type { Command } from './command.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, type Context, givenAnswers, lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';

export const apply: Command = {
  name: 'apply',
  args: '',
  what: 'plans and applies',
  options: { fix: { type: 'boolean', what: "with preflight's remedies" } },
  async run(context) {
    const { values } = context.options;
    const answers = await givenAnswers(context);
    requireConsent(context);
    const recovered = await recoverFirst(context.root, 'apply', context.withServices);
    if (recovered.failed !== undefined) return report(context, recovered.failed);
    if (recovered.said !== undefined) aside(context, recovered.said);
    const work = await makePlan(lookAt(context), answers, {
      fix: values.fix === true,
      withServices: context.withServices,
      session: thisSession(),
    });
    const said = work.plan.findings.some((finding) => finding.status !== 'pass');
    if (!context.json && (said || work.plan.changes.length > 0)) print(context, planText(work));
    const failing = work.plan.findings.filter((finding) => finding.status === 'fail');
    // Also where nothing would change: then it is the answers that cannot be carried out.
    if (failing.length > 0)
      return refuse(
        context,
        failing.map(({ what }) => what),
        work.plan.findings,
      );
    if (work.plan.changes.length > 0) {
      if (values.yes !== true && !(await confirmOnTerminal(context, 'Apply these changes?'))) {
        aside(context, 'Nothing was changed');
        return 0;
      }
    }
    const onEvent = ({ what }: { what: string }) => aside(context, what);
    const result = await applyPlan(work, {
      root: context.root,
      doing: 'apply',
      withServices: context.withServices,
      onEvent,
      signal: context.signal,
    });
    return report(context, result);
  },
};

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
