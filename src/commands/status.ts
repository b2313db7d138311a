import type { Survey } from '../operations/engine.ts';
import { hostAnswers } from '../operations/host-answers.ts';
import { type MailServerPolicy, mailServerPolicy } from '../operations/mail-server-policy.ts';
import { survey } from '../operations/survey.ts';
import { upkeepFindings } from '../operations/upkeep.ts';
import { statusFindings, statusJson, statusText } from '../report/status.ts';
import type { Command } from './command.ts';
import { aside, lookAt, print, printJson } from './context.ts';
import { UsageError } from './options.ts';
import { writeFileFor } from './private-file.ts';

export const status: Command = {
  name: 'status',
  args: '',
  what: 'the choices as they are now, certificates and days left, TLS versions of every scope',
  options: {
    'answers-out': { type: 'string', value: 'FILE', what: 'writes the answers that reproduce this host, - for standard output' },
  },
  async run(context) {
    const host = lookAt(context);
    const [surveyed, policy, upkeep] = await Promise.all([
      survey(host),
      mailServerPolicy(host, context.withServices),
      upkeepFindings(host),
    ]);
    const found = { ...surveyed, findings: [...surveyed.findings, ...upkeep] };
    const out = context.options.values['answers-out'];
    if (out === '-' && context.json) throw new UsageError('--answers-out -: standard output has the JSON already; name a file');
    if (out !== undefined) {
      const { yaml, missing } = await hostAnswers(host, found, policy);
      if (out === '-') context.stdout.write(yaml);
      else await writeFileFor(String(out), yaml, '--answers-out');
      for (const what of missing) aside(context, `Not in the answers: ${what}`);
    }
    if (out === '-') return exitOf(found, policy);
    if (context.json) printJson(context, statusJson(found, policy));
    else print(context, statusText(found, policy));
    return exitOf(found, policy);
  },
};

function exitOf(found: Survey, policy: MailServerPolicy): number {
  return statusFindings(found, policy).some((finding) => finding.status === 'fail') ? 2 : 0;
}
