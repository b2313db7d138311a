import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Managing users". */
export const passwordChangeDelayed: Symptom = {
  id: 'password-change-delayed',
  title: 'A changed password is not taken at once',
  meaning:
    'Every node keeps what it looked up for some minutes: until then the old password holds there, and the new one is refused.',
  words: ['password', 'cannot log in', 'cache', 'web console', 'user management', 'changed password'],
  messages: [],
  concerns: {},
  steps: [
    'Wait some minutes, and try again',
    `At once, on a node: let the mail server forget what it looked up, by restarting it: ${LAYOUT.ecelerityInit} restart`,
  ],
  faults: [],
};
