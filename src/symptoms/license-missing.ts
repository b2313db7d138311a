import { LAYOUT } from '../host/layout.ts';
import { editText, removeFile } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const FILE = LAYOUT.license;

export const licenseMissing: Symptom = {
  id: 'license-missing',
  title: 'The licence is missing',
  meaning:
    'Without a licence, or with one that has run out, the mail server stops within a quarter of an hour, or does not start.',
  words: ['license', 'licence', 'expired', 'stops after 15 minutes', 'does not start', 'ec_lic'],
  // How the server words it is not documented.
  messages: [{ pattern: /\blicen[sc]e\b[^\n]{0,60}\b(?:missing|not found|invalid)\b/i, example: 'license not found' }],
  concerns: { roles: ['mta'], before: '5.0' },
  async check(host) {
    const facts = await host.stat(FILE);
    if (facts?.kind === 'file' && facts.size > 0) return ruledOut(this, `${FILE} is there`);
    const what = `${FILE} ${facts === undefined ? 'is not there' : 'is empty'}: the mail server stops within 15 minutes, or does not start`;
    const evidence = [facts === undefined ? `${LAYOUT.eceleritySettings} has no license` : `${FILE} has ${facts.size} bytes`];
    return [{ id: this.id, status: 'fail', what, evidence, remedy: { steps: this.steps } }];
  },
  steps: [
    `Have it fetched: ${LAYOUT.ecelerity}/bin/ec_lic -f`,
    `A host without a way out: copy the file that you were sent to ${FILE}, readable by ecuser`,
    'One that has run out does not say so in its name: ask for a new one, and fetch it the same way',
  ],
  faults: [
    { what: 'it was deleted', byHand: 'only its maker gives out a licence', make: (host) => removeFile(host, FILE) },
    {
      what: 'it is empty: the disk was full when it was fetched',
      byHand: 'only its maker gives out a licence',
      make: (host) => editText(host, FILE, () => ''),
    },
  ],
};
