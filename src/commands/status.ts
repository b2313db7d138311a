import { mailServerPolicy } from '../operations/mail-server-policy.ts';
import { survey } from '../operations/survey.ts';
import { statusFindings, statusJson, statusText } from '../report/status.ts';
import type { Command } from './command.ts';
import { lookAt, print, printJson } from './context.ts';

export const status: Command = {
  name: 'status',
  args: '',
  what: 'the choices as they are now, certificates and days left, TLS versions of every scope',
  options: {},
  async run(context) {
    const host = lookAt(context);
    const [found, policy] = await Promise.all([survey(host), mailServerPolicy(host, context.withServices)]);
    if (context.json) printJson(context, statusJson(found, policy));
    else print(context, statusText(found, policy));
    return statusFindings(found, policy).some((finding) => finding.status === 'fail') ? 2 : 0;
  },
};
