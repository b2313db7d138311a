import { LAYOUT } from '../host/layout.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Installing Momentum 4" and "eccfg". */
export const bootstrapFails: Symptom = {
  id: 'bootstrap-fails',
  title: 'eccfg bootstrap fails',
  meaning:
    'It makes the working copy and needs the name of the cluster, the manager and the admin password; a working copy that is there already stands in its way.',
  words: ['eccfg bootstrap', 'installation', 'cluster', 'working copy', 'singlenode', 'manager'],
  messages: [],
  concerns: { before: '5.0' },
  steps: [
    `Move the working copy away: mv ${LAYOUT.workingCopy} ${LAYOUT.workingCopy}.before`,
    'Put right what it said: the name of the manager has to resolve, port 2027 there has to be reachable',
    'Again: eccfg bootstrap --clustername NAME --username=admin MANAGER (on a single node: --singlenode)',
  ],
  faults: [],
};
