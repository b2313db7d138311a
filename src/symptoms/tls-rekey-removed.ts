import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Release notes of 5.3.0. */
export const tlsRekeyRemoved: Symptom = {
  id: 'tls-rekey-removed',
  title: 'tls rekey is gone',
  meaning: 'The console command was removed with 5.3.0. What calls it by the clock fails, and nothing else does.',
  words: ['tls rekey', 'console', 'cron', 'upgrade', 'dhparams'],
  messages: [{ pattern: /\btls command not understood\b/i, example: 'tls command not understood' }],
  concerns: { since: '5.3', roles: ['mta'] },
  steps: [
    `Take "tls rekey" out of cron and scripts: grep -r "tls rekey" /etc/cron.d /etc/cron.daily ${LAYOUT.eceleritySettings}`,
    `New parameters are taken up by: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
  ],
  faults: [],
};
