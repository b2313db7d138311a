import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Implementing policy using scriptlets". */
export const scriptletNotOwned: Symptom = {
  id: 'scriptlet-not-owned',
  title: 'A policy script does not belong to ecuser',
  meaning: 'Before 3.0.17 a script of another owner is refused without a word in paniclog, and senders are put off.',
  words: ['scriptlet', 'policy', '421', 'temporary issue', 'lua', 'M=scriptlet'],
  messages: [
    {
      pattern: /421 \S+ temporary issue, please retry your message later/i,
      example: '421 mail1.example.com temporary issue, please retry your message later',
    },
  ],
  concerns: { roles: ['mta'] },
  steps: [
    `chown ecuser:ecuser the script, and load it: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
    'With 3.0.17 and later it is something else: paniclog.ec says what the script stumbled over',
  ],
  faults: [],
};
