import type { Symptom } from './symptom.ts';

/** Release notes of 4.7.7, 4.8.6, 5.0.1, 5.1.1 and 5.2.1. */
export const opensslThreeFiveDisconnects: Symptom = {
  id: 'openssl-three-five-disconnects',
  title: 'Deliveries break off with OpenSSL 3.5',
  meaning: 'A fault of Momentum that came to light with OpenSSL 3.5 of the system: connections end with SSL_ERROR_SYSCALL.',
  words: ['SSL_ERROR_SYSCALL', 'disconnect', 'outbound', 'OpenSSL 3.5', 'RHEL 9', 'RHEL 10', 'delivery'],
  messages: [{ pattern: /\bSSL_ERROR_SYSCALL\b/, example: 'SSL_ERROR_SYSCALL' }],
  concerns: { since: '4.7', roles: ['mta'] },
  steps: ['Upgrade to 4.7.7, 4.8.6, 5.0.1, 5.1.1, 5.2.1 or later of that line', 'Which OpenSSL it is: openssl version'],
  faults: [],
};
