import { checkoutsBesideConf } from '../host/checkouts.ts';
import { LAYOUT } from '../host/layout.ts';
import { baseName } from '../model/paths.ts';
import { putDirectory } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const ETC = LAYOUT.eceleritySettings;

export const strayCheckouts: Symptom = {
  id: 'stray-checkouts',
  title: 'eccfg was cut off, and left its checkouts behind',
  meaning:
    'A pull checks out into a new directory beside conf and swaps the two. One that fails half-way leaves it: pulls of this node did not come to their end, by cron once a minute, and each copy takes its room.',
  words: ['confXXXXXX', 'eccfg pull', 'disk full', 'leftover', 'cron', 'checkout', 'svn'],
  messages: [],
  concerns: { before: '5.0' },
  async check(host) {
    const stray = (await checkoutsBesideConf(host)).filter(({ path }) => isMadeUp(baseName(path)));
    if (stray.length === 0) return ruledOut(this, `No checkouts were left in ${ETC}`);
    // A pull that runs now has one; nobody has two at a time.
    const certain = stray.length > 1;
    const paths = stray.map(({ path }) => path);
    return [
      {
        id: this.id,
        status: certain ? 'fail' : 'warn',
        what: certain
          ? `${stray.length} checkouts were left in ${ETC}: pulls of this node did not come to their end`
          : `${paths[0]} is a pull that runs now, or was left by one that was cut off`,
        evidence: stray.slice(0, 20).map(({ path, modified }) => `${path}, of ${modified.toISOString()}`),
        remedy: { steps: [`While no eccfg runs (ps -ef | grep eccfg): rm -rf ${paths.slice(0, 10).join(' ')}`, ...this.steps] },
      },
    ];
  },
  steps: [
    `Look why it did not end: ${LAYOUT.eccfg} pull`,
    'Before 3.0.17 cron jobs of eccfg also leave transactions open in the repository: upgrade',
  ],
  faults: [
    {
      what: 'two pulls were cut off',
      byHand: 'a pull may be running, and what is removed does not come back',
      make: async () => {
        const own = { owner: 'ecuser', mode: 0o700 };
        return ['confaG4kQ2', 'confTz81Xe'].flatMap((name) => [
          putDirectory(`${ETC}/${name}`, own),
          putDirectory(`${ETC}/${name}/default`, own),
        ]);
      },
    },
  ],
};

/** mktemp's letters are seldom all small; "confbackup" is somebody's word. */
function isMadeUp(name: string): boolean {
  return /[A-Z0-9]/.test(name);
}
