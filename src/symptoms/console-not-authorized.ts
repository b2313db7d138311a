import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Authentication, authorization and accounting". */
export const consoleNotAuthorized: Symptom = {
  id: 'console-not-authorized',
  title: 'The console refuses a session or a command',
  meaning: 'A Control_Listener asks for a name, or the roles in Authorization do not allow the command.',
  words: ['ec_console', 'console', 'not authorized', 'role', 'Control_Listener', 'Authorization'],
  messages: [
    { pattern: /Authorization required for console session/i, example: 'Authorization required for console session' },
    { pattern: /Not Authorized for this command/i, example: 'Not Authorized for this command' },
  ],
  concerns: {},
  steps: [
    `As root on the host itself, go by the Unix socket, which needs no name: ${LAYOUT.console} ${LAYOUT.controlSocket}`,
    'Over TCP, give a name: ec_console HOST:2025, then its password',
    'Look what the roles allow: the Authorization stanza of ecelerity.conf, or of what it includes',
  ],
  faults: [],
};
