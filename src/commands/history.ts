import { listHistory } from '../operations/history.ts';
import { requireMomentum } from '../operations/survey.ts';
import { historyText } from '../report/history.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';

export const history: Command = {
  name: 'history',
  args: '',
  what: 'what was applied, oldest first',
  options: {},
  async run(context) {
    const host = lookAt(context);
    const entries = await listHistory(host);
    // A root that was mistyped has no history either: that is not the same as nothing applied yet.
    if (entries.length === 0) await requireMomentum(host);
    if (context.json) printJson(context, entries);
    else print(context, historyText(entries));
    return 0;
  },
};
