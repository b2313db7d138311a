import { keep as keepIt, watchUnkept } from '../operations/keep.ts';
import type { Command } from './command.ts';
import { type Context, print, printJson } from './context.ts';

export const keep: Command = {
  name: 'keep',
  args: '',
  what: 'confirms what apply --keep-within did: it is not put back',
  options: {
    'same-session': { type: 'boolean', what: 'also from the session that applied it' },
    watch: { type: 'boolean', what: 'what apply --keep-within starts: puts back in time' },
  },
  async run(context) {
    const { values } = context.options;
    if (values.watch === true) {
      await watchUnkept(context.root, context.withServices, { applyEnded: applyEnded(context), stop: context.signal });
      return 0;
    }
    const kept = await keepIt(context.root, { sameSession: values['same-session'] === true });
    if (context.json) printJson(context, { changed: kept !== undefined, id: kept?.id ?? null, findings: [] });
    else print(context, kept === undefined ? 'Nothing waits to be kept' : `${kept.id} is kept`);
    return 0;
  },
};

/** Our input ends with the apply that started us, however that ends. */
function applyEnded({ stdin }: Context): AbortSignal {
  const ended = new AbortController();
  for (const event of ['end', 'close', 'error']) stdin.once(event, () => ended.abort());
  stdin.resume();
  return ended.signal;
}
