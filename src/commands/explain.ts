import { explain as explanationOf, explanations, keysBelow } from '../answers/explanations.ts';
import type { Command } from './command.ts';
import { print, printJson } from './context.ts';
import { UsageError } from './options.ts';

export const explain: Command = {
  name: 'explain',
  args: 'KEY',
  what: 'what an answer means, its source, its risk, how to undo it',
  options: {},
  async run(context) {
    const [key] = context.options.positionals;
    const known = explanations.map((explanation) => explanation.key).join(', ');
    if (key === undefined) throw new UsageError(`explain: expected one of ${known}`);
    const found = explanationOf(key);
    const below = found === undefined ? keysBelow(key) : [];
    if (below.length > 0) throw new UsageError(`explain: ${key} holds several answers; expected one of ${below.join(', ')}`);
    if (found === undefined) throw new UsageError(`explain: ${key} is no answer that is known; there are ${known}`);
    if (context.json) printJson(context, found);
    else
      print(
        context,
        [
          `${found.key}: ${found.allowed}`,
          '',
          found.meaning,
          '',
          `Source: ${found.source}`,
          `Risk: ${found.risk}`,
          `To undo: ${found.undo}`,
        ].join('\n'),
      );
    return 0;
  },
};
