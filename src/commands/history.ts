import { listHistory } from '../operations/history.ts';
import { requireMomentum } from '../operations/survey.ts';
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
    else if (entries.length === 0) print(context, 'Nothing was applied here yet');
    else
      print(
        context,
        entries
          .map(({ id, at, doing, changed }) => `${id}  ${at.slice(0, 16).replace('T', ' ')}  ${doing}  ${changed} files`)
          .join('\n'),
      );
    return 0;
  },
};
