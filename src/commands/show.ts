import { keptIn } from '../apply/history.ts';
import { findReceipt } from '../operations/history.ts';
import { NoEntryError } from '../operations/rollback.ts';
import { requireMomentum } from '../operations/survey.ts';
import { fileLines } from '../report/plan.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';

export const show: Command = {
  name: 'show',
  args: 'ID',
  what: 'what one entry of the history changed',
  options: {},
  async run(context) {
    const [id] = context.options.positionals;
    if (id === undefined || !/^\d+$/.test(id)) throw new UsageError('show: expected the number of an entry; history lists them');
    const host = lookAt(context);
    const receipt = await findReceipt(host, id);
    if (receipt === undefined) await requireMomentum(host);
    if (receipt === undefined) throw new NoEntryError(`There is no entry ${id}`);
    if (context.json)
      printJson(context, {
        id: receipt.id,
        at: receipt.at,
        doing: receipt.doing,
        answers: receipt.answers,
        changes: receipt.preview,
        services: receipt.services,
        plan: receipt.plan ?? null,
        momentum: receipt.momentum ?? null,
        steps: receipt.steps.map(({ path, before, after }) => ({ path, before, after })),
      });
    else
      print(context, [
        `${receipt.id}  ${receipt.at}  ${receipt.doing}`,
        ...(receipt.plan === undefined ? [] : [`Saved plan: ${receipt.plan}`]),
        ...(receipt.momentum === undefined ? [] : [`Momentum: ${receipt.momentum}`]),
        `Answers: ${inWords(receipt.answers)}`,
        ...receipt.services.map(({ service, action }) => `${service}: ${action}`),
        `The originals: ${keptIn(receipt.id)}`,
        '',
        ...receipt.preview.flatMap((file) => [...fileLines(file), '']),
      ]);
    return 0;
  },
};

/** JSON on one line, with blanks at which it can be broken. */
function inWords(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
}
