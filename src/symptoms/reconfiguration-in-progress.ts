import type { Symptom } from './symptom.ts';

/** Momentum manual, "ecelerity.conf File". */
export const reconfigurationInProgress: Symptom = {
  id: 'reconfiguration-in-progress',
  title: 'Senders are put off while the configuration is loaded',
  meaning: 'A reload takes a moment; whoever sends just then is told to try again, and does. Nothing is lost.',
  words: ['421', 'config reload', 'reception', 'temporary'],
  messages: [{ pattern: /421 4\.3\.2 Reconfiguration in progress/i, example: '421 4.3.2 Reconfiguration in progress' }],
  concerns: { roles: ['mta'] },
  steps: ['Nothing has to be done', 'Where it does not end: the load hangs, and paniclog.ec says at what'],
  faults: [],
};
