import { applyPlan } from '../operations/apply-plan.ts';
import { recoverFirst } from '../operations/recover-first.ts';
import { tellSystemdOf } from '../operations/renewal-timer.ts';
import { findEntry, planRollback, saidIfPutBack } from '../operations/rollback.ts';
import { planLines } from '../report/plan.ts';
import { report, requireConsent } from './carry-out.ts';
import type { Command } from './command.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, lookAt, print } from './context.ts';
import { UsageError } from './options.ts';
import { tellProgress } from './progress.ts';

export const rollback: Command = {
  name: 'rollback',
  args: '[ID]',
  what: 'puts back exactly what stood before an entry, by default the newest',
  options: { 'keep-edited': { type: 'boolean', what: 'leaves what was edited since beside it, instead of refusing' } },
  async run(context) {
    requireConsent(context);
    const recovered = await recoverFirst(context.root, 'rollback', context.withServices);
    if (recovered.failed !== undefined) return report(context, recovered.failed);
    if (recovered.said !== undefined) aside(context, recovered.said);
    const host = lookAt(context);
    const [id] = context.options.positionals;
    if (id !== undefined && !/^\d+$/.test(id)) throw new UsageError(`rollback: expected the number of an entry, got ${id}`);
    const entry = await findEntry(host, id);
    const gone = id === undefined ? saidIfPutBack(entry) : undefined;
    if (gone !== undefined)
      return report(context, { outcome: 'unchanged', id: null, findings: [], exitCode: 0, said: [gone], next: [] });
    const work = await planRollback(host, entry, {
      withServices: context.withServices,
      keepEdited: context.options.values['keep-edited'] === true,
    });
    if (!context.json) print(context, planLines(work));
    if (context.options.values.yes !== true && !(await confirmOnTerminal(context, `Put back what stood before ${entry.id}?`))) {
      aside(context, 'Nothing was changed');
      return 0;
    }
    const onEvent = tellProgress(context);
    const doing = `rollback of ${entry.id}`;
    const { root, withServices, signal } = context;
    const result = await applyPlan(work, { root, doing, withServices, onEvent, signal });
    return report(context, withServices ? await tellSystemdOf(root, work, result) : result);
  },
};
