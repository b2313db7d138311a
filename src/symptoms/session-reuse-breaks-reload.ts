import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Release notes of 4.3.0. */
export const sessionReuseBreaksReload: Symptom = {
  id: 'session-reuse-breaks-reload',
  title: 'The configuration does not reload with the module tls_session_reuse',
  meaning: 'A fault that 4.3.0 put right.',
  words: ['tls_session_reuse', 'config reload', 'reconfigure failed', 'module'],
  messages: [],
  concerns: { since: '4.0', before: '4.3', roles: ['mta'] },
  steps: [
    'Upgrade to 4.3.0 or later',
    `Until then restart in the place of a reload: ${LAYOUT.ecelerityInit} restart, or take the module tls_session_reuse out`,
  ],
  faults: [],
};
