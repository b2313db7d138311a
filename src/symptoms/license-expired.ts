import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Preparing for installation"; the wording of the server is not documented. */
export const licenseExpired: Symptom = {
  id: 'license-expired',
  title: 'The licence has run out',
  meaning: 'The mail server stops within a quarter of an hour, or does not start.',
  words: ['license', 'licence', 'expired', 'stops after 15 minutes', 'does not start', 'ec_lic'],
  messages: [{ pattern: /\blicen[sc]e\b[^\n]{0,60}\bexpired\b/i, example: 'license expired' }],
  concerns: { roles: ['mta'] },
  steps: [
    `Have the new one fetched: ${LAYOUT.ecelerity}/bin/ec_lic -f`,
    `A host without a way out: copy the file that you were sent to ${LAYOUT.license}, readable by ecuser`,
  ],
  faults: [],
};
