import type { Symptom } from './symptom.ts';

/** Release notes of 3.5.1. */
export const sslConnectionHangs: Symptom = {
  id: 'ssl-connection-hangs',
  title: 'Connections that begin with SSL hang for ever',
  meaning: 'A fault that 3.5.1 put right: sessions of SSL, other than of TLS, never come to an end.',
  words: ['hang', 'SSL', 'timeout', 'smtps', '465', 'connection'],
  messages: [],
  concerns: { before: '3.5.1', roles: ['mta'] },
  steps: ['Upgrade to 3.5.1 or later'],
  faults: [],
};
