import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "ESMTP_Listener". */
export const listenerNeedsTwoReloads: Symptom = {
  id: 'listener-needs-two-reloads',
  title: 'A changed listener is not there after one reload',
  meaning:
    'On Linux, between one address and all of them a listener cannot change in one step: the old socket still holds the port when the new one is opened.',
  words: ['config reload', 'listener', 'Listen', 'address already in use', 'port 25', 'binding'],
  messages: [{ pattern: /Address already in use/i, example: 'Address already in use' }],
  concerns: { roles: ['mta'], platform: 'linux' },
  steps: [`Reload a second time: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`],
  faults: [],
};
