import { answersAgain } from '../operations/applied-answers.ts';
import { makePlan } from '../operations/make-plan.ts';
import { loadPlan, planFromSaved, type SavedPlan } from '../operations/saved-plan.ts';
import { thisSession } from '../operations/this-session.ts';
import { requirePasswordFile } from './ask-secrets.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import { type Context, givenAnswers, lookAt } from './context.ts';
import { UsageError } from './options.ts';
import { readPlanFile } from './private-file.ts';

export const apply: Command = {
  name: 'apply',
  args: '[PLAN]',
  what: 'applies a plan that plan --out saved, or plans and applies',
  options: {
    fix: { type: 'boolean', what: "with preflight's remedies" },
    progress: { type: 'boolean', what: 'progress as events, one JSON document a line on standard error' },
    'keep-within': {
      type: 'string',
      value: 'SECONDS',
      what: 'puts it back after that time, unless momentum-secure keep says otherwise',
    },
    again: { type: 'boolean', what: 'with the answers that were applied last, and those given here over them' },
  },
  async run(context) {
    const { values } = context.options;
    const saved = await savedPlan(context);
    const given = await givenAnswers(context);
    // Only once what an earlier run left is put right: that may be what was applied last.
    const answers = async () => (values.again === true ? answersAgain(lookAt(context), given) : given);
    const first = values.again === true ? await answersAgain(lookAt(context), given) : given;
    requirePasswordFile(context, saved?.answers ?? { ...first });
    const { withServices, secrets } = context;
    const options = { fix: values.fix === true, withServices, session: thisSession(), secrets };
    return carryOut(context, {
      doing: 'apply',
      planId: saved?.id,
      keepWithin: keepWithin(context),
      plan: async (host) =>
        saved === undefined ? makePlan(host, await answers(), options) : planFromSaved(host, saved, options),
      question: 'Apply these changes?',
    });
  },
};

function keepWithin({ options }: Context): number | undefined {
  const seconds = options.values['keep-within'];
  if (seconds === undefined) return undefined;
  const number = /^\d+$/.test(String(seconds)) ? Number(seconds) : 0;
  if (number < 1 || number > 86_400)
    throw new UsageError(`--keep-within: expected seconds from 1 to 86400, got ${String(seconds)}`);
  return number;
}

/** The plan that is named; it holds its own answers, and nothing is added to it. Throws UsageError. */
async function savedPlan(context: Context): Promise<SavedPlan | undefined> {
  const { values, positionals } = context.options;
  const [file] = positionals;
  if (file === undefined) return undefined;
  const stray = ['answers', 'set', 'fix', 'again'].find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray}: a saved plan is applied as it was shown; give it to plan instead`);
  const saved = loadPlan(await readPlanFile(file), file);
  if (saved.password === 'kept' && values['password-file'] !== undefined)
    throw new UsageError(
      '--password-file: this plan was made with the password that Momentum keeps; leave the option away, or give it to plan instead',
    );
  return saved;
}
