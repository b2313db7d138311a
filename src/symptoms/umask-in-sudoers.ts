import { insertBlock } from '../config/managed-block.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { octal } from '../model/ownership.ts';
import { hostPath, joinPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Fault, Symptom } from './symptom.ts';
import { addLine } from './umask/report.ts';
import { isTooStrict } from './umask/sessions.ts';
import { type SudoRun, sudoUmask } from './umask/sudoers.ts';
import { UMASK_MEANING, UMASK_MESSAGES, UMASK_WORDS } from './umask/words.ts';

const PROGRAMS = joinPath(LAYOUT.ecelerity, 'bin');

/** What of Momentum is run by sudo: its tools as root, and anything as ecuser. */
const RUNS: readonly (SudoRun & { readonly name: string })[] = [
  { name: `what is in ${PROGRAMS}`, runas: 'root', program: joinPath(PROGRAMS, 'eccfg') },
  { name: 'whatever runs as ecuser', runas: 'ecuser', program: joinPath(LAYOUT.ecelerity, 'any') },
];

/** Before there is any Momentum: it lies wherever it was unpacked, and no line of sudoers can be for it alone. */
const INSTALLER = { name: 'the installer', runas: 'root', program: hostPath('/installer') };

const BLOCK = {
  id: 'umask',
  why: "Momentum's own tools keep what they make open to ecuser; everything else has the umask above.",
  lines: ['Defaults>ecuser umask=0022', `Defaults!${PROGRAMS}/ umask=0022`],
};

export const umaskInSudoers: Symptom = {
  id: 'umask-in-sudoers',
  title: 'sudo sets a umask that closes new directories to ecuser',
  meaning: `${UMASK_MEANING} sudo has a umask of its own, which a root shell knows nothing of.`,
  words: [...UMASK_WORDS, 'sudo', 'sudoers'],
  messages: UMASK_MESSAGES,
  concerns: {},
  explains: ['installer-files-unreadable', 'conf-not-traversable'],
  beforeInstall: true,
  async check(host, { present }) {
    const found = await Promise.all(
      (present ? RUNS : [INSTALLER]).map(async (run) => ({ run, umask: await sudoUmask(host, run) })),
    );
    const strict = found.flatMap(({ run, umask }) => (umask !== undefined && isTooStrict(umask) ? [{ run, umask }] : []));
    const [first] = strict;
    if (first === undefined) return ruledOut(this, 'sudo leaves new directories open to ecuser');
    const names = strict.map(({ run }) => run.name).join(', and ');
    const lines = new Set(strict.map(({ umask: { file, line, text } }) => `${file}:${line}: ${text}`));
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${first.umask.file}:${first.umask.line} gives ${names}, the umask ${octal(first.umask.mask)} under sudo: directories made so are closed to ecuser`,
        evidence: [...lines, 'expected 0022'],
        remedy: present ? { changes: await ownDefaults(host), steps: this.steps } : { steps: this.steps.slice(-1) },
      },
    ];
  },
  steps: [
    'Before you log out, have sudo look at it: visudo -c',
    "Install from a root shell, or with its umask named: sudo sh -c 'umask 0022; ./installer'",
  ],
  faults: ['0027', '0077'].flatMap((mask): readonly Fault[] => [
    {
      what: `umask=${mask} among the Defaults of sudoers`,
      make: (host) => addLine(host, LAYOUT.sudoers, `Defaults    umask=${mask}`),
    },
    {
      what: `umask=${mask} in a file of sudoers.d`,
      make: async (host) => [
        ...(await addLine(host, LAYOUT.sudoers, `#includedir ${LAYOUT.sudoersDirectory}`)),
        ...(await addLine(host, `${LAYOUT.sudoersDirectory}/hardening`, `Defaults umask = ${mask}, umask_override`)),
      ],
    },
  ]),
};

/** The policy of the machine stays; a line about one account or program has the last word for it. */
function ownDefaults(host: Host): Promise<readonly Change[]> {
  return editText(
    host,
    LAYOUT.sudoers,
    (text) => {
      const { splices, diagnostics } = insertBlock(text, BLOCK, 'end');
      return diagnostics.length > 0 ? text : applySplices(text, splices);
    },
    { why: "Momentum's own tools keep what they make open to ecuser; the umask of all else stays" },
  );
}
