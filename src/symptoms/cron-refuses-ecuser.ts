import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import type { HostPath } from '../model/paths.ts';
import { editText, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { onSolaris } from './system/solaris.ts';

const ACCOUNT = 'ecuser';

export const cronRefusesEcuser: Symptom = {
  id: 'cron-refuses-ecuser',
  title: 'cron refuses ecuser',
  meaning:
    'On Solaris only accounts in cron.allow may have jobs, where that file is there; without it, all but those in cron.deny. The installer gives ecuser jobs, and fails where cron refuses them.',
  words: ['cron', 'cron.allow', 'cron.deny', 'crontab', 'installation fails', 'solaris', 'not authorized'],
  messages: [
    { pattern: /crontab: you are not authorized to use cron/i, example: 'crontab: you are not authorized to use cron.  Sorry.' },
  ],
  concerns: { platform: 'solaris' },
  beforeInstall: true,
  async check(host, { present, solaris }) {
    // Before there is anything of Momentum, the tree still tells its platform.
    if (!solaris && present) return [];
    const allow = await accountsIn(host, LAYOUT.cronAllow);
    if (allow !== undefined) {
      if (allow.includes(ACCOUNT)) return ruledOut(this, `${LAYOUT.cronAllow} has ${ACCOUNT}`);
      const changes = await editText(
        host,
        LAYOUT.cronAllow,
        (text) => `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${ACCOUNT}\n`,
        {
          why: 'Momentum has jobs by the clock as ecuser',
        },
      );
      const evidence = [`${LAYOUT.cronAllow} is there, without ${ACCOUNT}: ${allow.join(', ') || 'nobody'}`];
      const what = `cron refuses ${ACCOUNT}: it is not in ${LAYOUT.cronAllow}`;
      return [{ id: this.id, status: 'fail', what, evidence, remedy: { changes, steps: this.steps } }];
    }
    const deny = await accountsIn(host, LAYOUT.cronDeny);
    if (deny === undefined || !deny.includes(ACCOUNT)) return ruledOut(this, `cron takes jobs of ${ACCOUNT}`);
    const changes = await editText(host, LAYOUT.cronDeny, (text) => text.replace(/^[ \t]*ecuser[ \t]*\n?/gm, ''), {
      why: 'Momentum has jobs by the clock as ecuser',
    });
    const what = `cron refuses ${ACCOUNT}: ${LAYOUT.cronDeny} names it`;
    return [
      { id: this.id, status: 'fail', what, evidence: [`${LAYOUT.cronDeny}: ${ACCOUNT}`], remedy: { changes, steps: this.steps } },
    ];
  },
  steps: [`Add ${ACCOUNT} to ${LAYOUT.cronAllow} before the installation`, `Look: crontab -l ${ACCOUNT}`],
  faults: [
    {
      what: 'cron.allow has root alone',
      make: async (host) => [...(await onSolaris(host)), ...(await putText(host, LAYOUT.cronAllow, 'root\n'))],
    },
    {
      what: 'there is only cron.deny, and it names ecuser',
      make: async (host) => [
        ...(await onSolaris(host)),
        ...(await putText(host, LAYOUT.cronDeny, 'daemon\nbin\necuser\nnobody\n')),
      ],
    },
  ],
};

async function accountsIn(host: Host, path: HostPath): Promise<readonly string[] | undefined> {
  return (await readText(host, path))
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
