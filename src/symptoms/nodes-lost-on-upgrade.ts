import type { Symptom } from './symptom.ts';

/** Momentum manual, "Installer options". */
export const nodesLostOnUpgrade: Symptom = {
  id: 'nodes-lost-on-upgrade',
  title: 'After an upgrade nodes are missing that were added later',
  meaning:
    'The installer makes the configuration anew from its own answers of the first installation: nodes and settings that came after are not among them.',
  words: ['upgrade', 'installer --upgrade', 'lastinstall', 'cluster', 'node is missing', 'TLS is off again'],
  messages: [],
  concerns: { before: '4.0' },
  steps: [
    'Add the nodes again by hand, in ecelerity-cluster.conf and eccluster.conf on the manager, and commit it',
    'See what else it took back: momentum-secure drift',
  ],
  faults: [],
};
