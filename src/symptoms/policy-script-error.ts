import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Best practices for policy". */
export const policyScriptError: Symptom = {
  id: 'policy-script-error',
  title: 'A policy script has an error, so that nothing of the configuration loads',
  meaning:
    'The script is compiled when the configuration is loaded; one that does not compile makes the whole configuration invalid.',
  words: ['scriptlet', 'lua', 'policy', 'config reload', 'reconfigure failed', 'initialization failed'],
  messages: [
    {
      pattern: /Module '[^']+' instance '[^']*' initialization failed while preparing to commit/i,
      example: "Module 'scriptlet' instance 'scriptlet' initialization failed while preparing to commit. Consult your vendor.",
    },
  ],
  concerns: { roles: ['mta'] },
  steps: [
    'The line and the reason are at the end of /var/log/ecelerity/paniclog.ec',
    `Correct the script, and load it: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
  ],
  faults: [],
};
