import { answersAgain } from '../operations/applied-answers.ts';
import type { PlannedWork } from '../operations/engine.ts';
import { thisSession } from '../operations/local-engine.ts';
import { makePlan, NOT_PLANNED } from '../operations/make-plan.ts';
import { savePlan } from '../operations/saved-plan.ts';
import { planJson, planText } from '../report/plan.ts';
import type { Command } from './command.ts';
import { aside, type Context, givenAnswers, lookAt, print, printJson } from './context.ts';
import { writePrivateFile } from './plan-file.ts';

export const plan: Command = {
  name: 'plan',
  args: '',
  what: 'what would change; exit 2 where something would',
  options: {
    fix: { type: 'boolean', what: "with preflight's remedies" },
    again: { type: 'boolean', what: 'with the answers that were applied last, and those given here over them' },
    out: { type: 'string', value: 'FILE', what: 'saves the plan, for apply FILE' },
  },
  async run(context) {
    const given = await givenAnswers(context);
    const answers = context.options.values.again === true ? await answersAgain(lookAt(context), given) : given;
    const fix = context.options.values.fix === true;
    const session = thisSession();
    const work = await makePlan(lookAt(context), answers, { fix, withServices: context.withServices, session, goOn: true });
    const { out } = context.options.values;
    // What could not be planned is an error, whatever else would change.
    const whole = !work.plan.findings.some((finding) => finding.id === NOT_PLANNED);
    if (out !== undefined && whole) await save(context, work, String(out));
    if (context.json) printJson(context, planJson(work));
    else print(context, planText(work));
    if (out !== undefined && !whole) aside(context, 'The plan was not saved: not all of it could be planned');
    if (!whole) return 1;
    const failing = work.plan.findings.some((finding) => finding.status === 'fail');
    return work.plan.changes.length > 0 || failing ? 2 : 0;
  },
};

async function save(context: Context, work: PlannedWork, file: string): Promise<void> {
  const { id, text } = await savePlan(context.root, work);
  await writePrivateFile(file, text, '--out');
  const root = context.root === '/' ? '' : ` --root ${context.root}`;
  aside(context, `Saved as plan ${id}. To apply it, once: momentum-secure apply ${file}${root}`);
}
