import { LAYOUT } from '../host/layout.ts';
import { removeFile } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const MAIN = LAYOUT.ecelerityConf;

export const ecelerityConfMissing: Symptom = {
  id: 'ecelerity-conf-missing',
  title: 'The mail server has no configuration',
  meaning: 'ecelerity.conf is not where Momentum looks for it: the mail server does not start, and does not load anything again.',
  words: ['no configuration', 'does not start', 'working copy', 'bootstrap', 'eccfg pull'],
  messages: [{ pattern: /\bNo configuration found\b/i, example: 'No configuration found' }],
  concerns: { roles: ['mta'] },
  async check(host) {
    if ((await host.stat(LAYOUT.ecelerityProgram)) === undefined) return [];
    if ((await host.stat(MAIN)) !== undefined) return ruledOut(this, `${MAIN} is there`);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${MAIN} is not there: the mail server does not start`,
        evidence: [`${LAYOUT.ecelerityProgram} is there, ${MAIN} is not`],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    'On a node: eccfg pull brings the working copy back from the repository; on a new one, eccfg bootstrap',
    'Without a repository: copy it from below /opt/msys/ecelerity/etc/sample-configs as ecuser, or put it back from a backup',
  ],
  faults: [{ what: 'somebody deleted it', byHand: 'this host has no other copy', make: (host) => removeFile(host, MAIN) }],
};
