import { thisSession } from '../operations/local-engine.ts';
import { makePlan, NOT_PLANNED } from '../operations/make-plan.ts';
import { planJson, planText } from '../report/plan.ts';
import type { Command } from './command.ts';
import { givenAnswers, lookAt, print, printJson } from './context.ts';

export const plan: Command = {
  name: 'plan',
  args: '',
  what: 'what would change; exit 2 where something would',
  options: { fix: { type: 'boolean', what: "with preflight's remedies" } },
  async run(context) {
    const answers = await givenAnswers(context);
    const fix = context.options.values.fix === true;
    const session = thisSession();
    const work = await makePlan(lookAt(context), answers, { fix, withServices: context.withServices, session, goOn: true });
    if (context.json) printJson(context, planJson(work));
    else print(context, planText(work));
    // What could not be planned is an error, whatever else would change.
    if (work.plan.findings.some((finding) => finding.id === NOT_PLANNED)) return 1;
    const failing = work.plan.findings.some((finding) => finding.status === 'fail');
    return work.plan.changes.length > 0 || failing ? 2 : 0;
  },
};
