import { LAYOUT } from '../host/layout.ts';
import { someOf } from '../preflight/words.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { updatePolicy } from './working-copy/cluster-boot.ts';
import { workingCopyStatus } from './working-copy/status.ts';

export const uncommittedEdits: Symptom = {
  id: 'uncommitted-edits',
  title: 'Edits of the working copy were never committed, and keep this node from following the others',
  meaning:
    'They stand on this host alone. They block changes by the web UI, and with autoupdate=ifunchanged this node takes nothing any more that others commit.',
  words: ['eccfg', 'commit', 'pull', 'web console', 'changes are not taken', 'working copy', 'node differs', 'svn'],
  messages: [],
  concerns: { before: '5.0' },
  async check(host) {
    const status = await workingCopyStatus(host);
    if (status === undefined) return [];
    const edited = status.filter(({ mark }) => mark !== '?' && mark !== 'C');
    if (edited.length === 0) return ruledOut(this, 'Nothing in the working copy waits to be committed');
    const policy = await updatePolicy(host);
    const held = policy?.autoupdate === 'ifunchanged';
    const names = someOf(edited.map(({ name }) => name));
    const one = edited.length === 1;
    return [
      {
        id: this.id,
        status: held ? 'fail' : 'warn',
        what: `${names} ${one ? 'was' : 'were'} edited and never committed: ${
          held ? 'this node takes nothing any more that others commit' : 'it stands on this host alone'
        }`,
        evidence: [
          ...edited.slice(0, 20).map(({ mark, name }) => `eccfg status: ${mark} ${name}`),
          ...(held ? [`${LAYOUT.clusterBoot}:${policy?.line}: autoupdate=ifunchanged`] : []),
        ],
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    `Look at what was changed: ${LAYOUT.eccfg} status`,
    `Keep it: ${LAYOUT.eccfg} commit --username ADMIN, then config reload here; the other nodes follow within a minute`,
    `Or give it up: ${LAYOUT.eccfg} revert, then ${LAYOUT.eccfg} pull`,
  ],
  faults: [
    {
      what: 'a file was edited here, and autoupdate is ifunchanged',
      byHand: 'to keep them or to give them up: neither can be taken back',
      make: async (host) => [
        ...(await editText(host, LAYOUT.clusterBoot, (text) => text.replace('autoupdate=true', 'autoupdate=ifunchanged'))),
        ...(await editText(host, LAYOUT.ecelerityConf, (text) => text.replace('Retry_Interval = 1200', 'Retry_Interval = 900'))),
      ],
    },
  ],
};
