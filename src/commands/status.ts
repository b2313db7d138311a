import { survey } from '../operations/survey.ts';
import { statusFindings, statusJson, statusText } from '../report/status.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';

export const status: Command = {
  name: 'status',
  args: '',
  what: 'the choices as they are now, certificates and days left',
  options: {},
  async run(context) {
    const found = await survey(lookAt(context));
    if (context.json) printJson(context, statusJson(found));
    else print(context, statusText(found));
    return statusFindings(found).some((finding) => finding.status === 'fail') ? 2 : 0;
  },
};
