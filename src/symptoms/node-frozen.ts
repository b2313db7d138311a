import { LAYOUT } from '../host/layout.ts';
import { hostName } from '../host/names.ts';
import { readRepository } from '../services/ecconfigd/repository.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { updatePolicy } from './working-copy/cluster-boot.ts';

export const nodeFrozen: Symptom = {
  id: 'node-frozen',
  title: 'This node takes no changes of the repository any more',
  meaning:
    'autoupdate=false in cluster.boot freezes the working copy: TLS versions and everything else that is committed on the manager never reach this node.',
  words: ['eccfg', 'autoupdate', 'frozen', 'changes are not taken', 'node differs', 'cluster.boot', 'pull'],
  messages: [],
  concerns: { before: '5.0' },
  async check(host) {
    const policy = await updatePolicy(host);
    if (policy === undefined) return [];
    if (policy.autoupdate !== 'false') return ruledOut(this, `This node follows the repository: autoupdate=${policy.autoupdate}`);
    const repository = await readRepository(host);
    const own = ['localhost', '127.0.0.1', await hostName(host)];
    // Where the repository is this host's own, nobody else commits to it.
    const elsewhere = repository !== undefined && !own.includes(repository.host);
    return [
      {
        id: this.id,
        status: elsewhere ? 'fail' : 'warn',
        what: `This node takes no changes of ${elsewhere ? repository.host : 'the repository'} any more: it was frozen`,
        evidence: [
          `${LAYOUT.clusterBoot}:${policy.line}: autoupdate=false`,
          ...(repository === undefined ? [] : [`${repository.from}: the repository is ${repository.url}`]),
        ],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    `Set autoupdate=ifunchanged (or true) in ${LAYOUT.clusterBoot}, unless somebody froze it on purpose`,
    `Take what was missed: ${LAYOUT.eccfg} pull`,
  ],
  faults: [
    {
      what: 'autoupdate=false on a node of a cluster',
      byHand: 'the node may have been frozen on purpose',
      make: (host) =>
        editText(host, LAYOUT.clusterBoot, (text) =>
          text
            .replace('autoupdate=true', 'autoupdate=false')
            .replace(/repo=https:\/\/[^:/]+/, 'repo=https://manager1.example.com'),
        ),
    },
  ],
};
