import { thisSession } from '../operations/local-engine.ts';
import { makePlan } from '../operations/make-plan.ts';
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
    const work = await makePlan(lookAt(context), answers, { fix, withServices: context.withServices, session: thisSession() });
    if (context.json) printJson(context, planJson(work));
    else print(context, planText(work));
    return work.plan.changes.length > 0 ? 2 : 0;
  },
};
