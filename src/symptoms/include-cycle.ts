import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const IDS = ['ecelerity-include-cycle', 'ecelerity-include-depth', 'ecelerity-include-count'];

export const includeCycle: Symptom = {
  id: 'include-cycle',
  title: 'A file of the configuration includes itself',
  meaning: 'Directly or through others, reading it never comes to an end: nothing of the configuration loads.',
  words: ['include', 'circle', 'recursion', 'config reload', 'reconfigure failed', 'does not start'],
  messages: [],
  concerns: { roles: ['mta'] },
  explains: IDS,
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const found = server.findings.filter(({ id }) => IDS.includes(id));
    if (found.length === 0) return ruledOut(this, 'No file of the configuration includes itself');
    return found.map(({ what, evidence }) => ({
      id: this.id,
      status: 'fail' as const,
      what,
      evidence: evidence.length > 0 ? evidence : [what],
      remedy: { steps: [`Take the line out that leads back: ${evidence.join('; ')}`, ...this.steps] },
    }));
  },
  steps: LOADING,
  faults: [
    {
      what: 'the common file includes the main one',
      byHand: 'which of the lines is one too many, only a person knows',
      make: (host) => editText(host, LAYOUT.commonConfs[0], (text) => `${text}\ninclude "ecelerity.conf"\n`),
    },
  ],
};
