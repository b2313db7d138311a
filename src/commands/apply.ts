import { thisSession } from '../operations/local-engine.ts';
import { makePlan } from '../operations/make-plan.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import { givenAnswers } from './context.ts';

export const apply: Command = {
  name: 'apply',
  args: '',
  what: 'plans and applies',
  options: { fix: { type: 'boolean', what: "with preflight's remedies" } },
  async run(context) {
    const { values } = context.options;
    const answers = await givenAnswers(context);
    const options = { fix: values.fix === true, withServices: context.withServices, session: thisSession() };
    return carryOut(context, {
      doing: 'apply',
      plan: (host) => makePlan(host, answers, options),
      question: 'Apply these changes?',
    });
  },
};
