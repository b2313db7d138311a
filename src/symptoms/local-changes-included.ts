import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const ID = 'ecelerity-local-changes-included';

export const localChangesIncluded: Symptom = {
  id: 'local-changes-included',
  title: 'Local_Changes_File names a file that is included as well',
  meaning:
    'The console writes its changes there, and Momentum loads that file after everything else. It must neither be the main file nor one that is included.',
  words: ['Local_Changes_File', 'config writeback', 'console', 'changes are lost'],
  messages: [],
  concerns: { roles: ['mta'] },
  explains: [ID],
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const found = server.findings.filter(({ id }) => id === ID);
    if (found.length === 0) return ruledOut(this, 'Local_Changes_File names no file that is included');
    return found.map(({ what, evidence }) => ({
      id: this.id,
      status: 'fail' as const,
      what,
      evidence,
      remedy: { steps: this.steps },
    }));
  },
  steps: [`Let Local_Changes_File name a file of its own, as ${LAYOUT.eceleritySettings}/local_changes.conf`, ...LOADING],
  faults: [
    {
      what: 'it names the file that console and mail server share',
      byHand: 'which of its lines the console wrote, only a person knows',
      make: (host) =>
        editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace('TLS = "no"\n', `TLS = "no"\nLocal_Changes_File = "${LAYOUT.commonConfs[0]}"\n`),
        ),
    },
  ],
};
