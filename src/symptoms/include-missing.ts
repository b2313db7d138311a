import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText, removeFile } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const COMMON = LAYOUT.commonConfs[0];

export const includeMissing: Symptom = {
  id: 'include-missing',
  title: 'The configuration includes a file that is not there',
  meaning:
    'Without it nothing of the configuration loads: the mail server goes on with what it has, and does not start. A relative name is looked for beside the including file first, then in etc, conf/global, conf/NODENAME and conf/default.',
  words: ['include', 'no such file', 'config reload', 'reconfigure failed', 'does not start', 'search path'],
  messages: [
    {
      pattern: /failed to (?:stat|open)\s+'?[^'\n]{1,300}'?\s*:\s*No such file or directory/i,
      example: `CFG-07961 failed to stat '${COMMON}': No such file or directory`,
    },
  ],
  concerns: { roles: ['mta'] },
  explains: ['ecelerity-include-missing'],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const found = server.findings.filter(
      ({ id, what }) => id === 'ecelerity-include-missing' && / is included and is not there/.test(what),
    );
    if (found.length === 0) return ruledOut(this, 'Every file that the configuration includes is there');
    return found.map(({ what, evidence }) => ({
      id: this.id,
      status: 'fail' as const,
      what: what.replace(/:.*/, ': nothing of the configuration loads'),
      evidence,
      remedy: { steps: [`Put the file back, or take the line out: ${evidence.join('; ')}`, ...this.steps] },
    }));
  },
  steps: [
    'Where the configuration is under revision control, look what is missing: eccfg status',
    'One that came with Momentum: its original is below /opt/msys/ecelerity/etc/sample-configs',
    ...LOADING,
  ],
  faults: [
    {
      what: 'a file that is included was deleted',
      byHand: 'this host has no other copy',
      make: (host) => removeFile(host, COMMON),
    },
    {
      what: 'the name of an include is misspelt',
      byHand: 'what was meant can only be guessed',
      make: (host) => editText(host, LAYOUT.ecelerityConf, (text) => text.replace('ecelerity.d/"', 'ecelerity.dd/"')),
    },
  ],
};
