import { findDrift } from '../operations/drift.ts';
import { driftJson, driftText } from '../report/drift.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';

export const drift: Command = {
  name: 'drift',
  args: '',
  what: 'what differs from what was last applied: which file, which line, who wins',
  options: {},
  async run(context) {
    const found = await findDrift(lookAt(context));
    if (context.json) printJson(context, driftJson(found));
    else print(context, driftText(found));
    return found.findings.some(({ status }) => status === 'fail') ? 2 : 0;
  },
};
