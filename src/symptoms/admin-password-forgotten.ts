import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Managing users" and "Installing on Solaris". */
export const adminPasswordForgotten: Symptom = {
  id: 'admin-password-forgotten',
  title: "Nobody knows the admin's password any more",
  meaning: 'The web UI, eccfg commit and the console over TCP ask for it.',
  words: ['password', 'forgotten', 'admin', 'cannot log in', 'web console', 'ec_uipasswd', 'lastinstall'],
  messages: [],
  concerns: { before: '4.0' },
  steps: [
    'On the host of the web UI, make another administrator: /opt/msys/ecwebui/scripts/ec_uipasswd adduser NAME, then ec_uipasswd promote NAME',
    'Or give admin a new one: /opt/msys/ecwebui/scripts/ec_uipasswd password admin',
    `The installer's answers hold the first one, readable by root alone: ${LAYOUT.lastInstall}`,
  ],
  faults: [],
};
