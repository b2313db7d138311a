import { acceptDrift } from '../operations/accept-drift.ts';
import { findDrift } from '../operations/drift.ts';
import { driftJson, driftText } from '../report/drift.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';

export const drift: Command = {
  name: 'drift',
  args: '',
  what: 'what differs from what was last applied: which file, which line, who wins',
  options: {
    accept: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      what: 'leave this file as it is: it is no drift until it changes again',
    },
  },
  async run(context) {
    const { accept } = context.options.values;
    if (Array.isArray(accept)) await acceptDrift(context.root, accept);
    const found = await findDrift(lookAt(context));
    if (context.json) printJson(context, driftJson(found));
    else print(context, driftText(found));
    return found.findings.some(({ status }) => status === 'fail') ? 2 : 0;
  },
};
