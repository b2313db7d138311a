import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Release notes of 5.3.0; the wording of the warning is not documented. */
export const lockMethodsInert: Symptom = {
  id: 'lock-methods-inert',
  title: 'ssl_lock_method and crypto_lock_method do nothing any more',
  meaning: 'OpenSSL locks by itself since 1.1.0. From 5.3.0 on both options are accepted, do nothing, and a warning is logged.',
  words: ['ssl_lock_method', 'crypto_lock_method', 'deprecated', 'warning', 'upgrade'],
  messages: [
    {
      pattern: /\b(?:ssl|crypto)_lock_method\b[^\n]{0,80}deprecated|deprecated[^\n]{0,80}\b(?:ssl|crypto)_lock_method\b/i,
      example: 'ssl_lock_method is deprecated',
    },
  ],
  concerns: { since: '5.3', roles: ['mta'] },
  steps: [
    `Delete the lines: grep -rniE "(ssl|crypto)_lock_method" ${LAYOUT.workingCopy}`,
    `Load it: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
  ],
  faults: [],
};
