import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { onSolaris } from './system/solaris.ts';

const ACCOUNT = 'ecuser';

export const cronAccountLocked: Symptom = {
  id: 'cron-account-locked',
  title: 'The account ecuser is locked, so that its cron jobs never run',
  meaning: 'On Solaris cron runs nothing for a locked account. The configuration is not pulled, and logs are not rotated.',
  words: ['cron', 'jobs never run', 'locked account', 'solaris', 'eccfg pull', 'passwd'],
  messages: [
    { pattern: /bad user \(ecuser\)/i, example: '! bad user (ecuser) Fri Nov 21 10:00:00 2014' },
    {
      pattern: /pam_acct_mgmt failed|cron audit problem\. job failed .* for user ecuser/i,
      example: '! cron audit problem. job failed (/opt/msys/ecelerity/bin/eccfg pull --auto) for user ecuser',
    },
  ],
  concerns: { platform: 'solaris' },
  async check(host) {
    const { field, line } = await passwordField(host);
    if (field === undefined) return [];
    if (!field.startsWith('*LK*')) return ruledOut(this, `${ACCOUNT} is not locked`);
    const what = `${ACCOUNT} is locked: cron runs none of its jobs`;
    // Without what stands behind the mark: an old password's hash may.
    const evidence = [`${LAYOUT.shadow}:${line}: the password field of ${ACCOUNT} begins with *LK*`];
    return [{ id: this.id, status: 'fail', what, evidence, remedy: { steps: this.steps } }];
  },
  steps: [
    `passwd -N ${ACCOUNT} makes it an account without a password that cron accepts`,
    'Momentum 3.0.16 and later do that when they are installed',
  ],
  faults: [
    {
      what: 'ecuser was locked',
      byHand: 'the account may have been locked on purpose',
      make: async (host) => [
        ...(await onSolaris(host)),
        ...(await putText(host, LAYOUT.shadow, 'root:NP:6445::::::\necuser:*LK*:::::::\n', { mode: 0o400 })),
      ],
    },
  ],
};

async function passwordField(host: Host): Promise<{ field: string | undefined; line: number }> {
  const lines = ((await readText(host, LAYOUT.shadow)) ?? '').split('\n');
  const index = lines.findIndex((line) => line.startsWith(`${ACCOUNT}:`));
  return { field: lines[index]?.split(':')[1], line: index + 1 };
}
