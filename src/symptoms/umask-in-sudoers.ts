import { insertBlock } from '../config/managed-block.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { joinPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { octal } from '../preflight/words.ts';
import { editText } from './change.ts';
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
  async check(host) {
    const found: PlannedFinding[] = [];
    for (const run of RUNS) {
      const umask = await sudoUmask(host, run);
      if (umask === undefined || !isTooStrict(umask)) continue;
      const { file, line, text, mask } = umask;
      found.push({
        id: this.id,
        status: 'fail',
        what: `${file}:${line} gives ${run.name} the umask ${octal(mask)} under sudo: directories made so are closed to ecuser`,
        evidence: [`${file}:${line}: ${text}`, 'expected 0022'],
        remedy: { changes: await ownDefaults(host), steps: this.steps },
      });
    }
    return found.length > 0
      ? found
      : [{ id: this.id, status: 'pass', what: 'sudo leaves new directories open to ecuser', evidence: [] }];
  },
  steps: [
    `Look at what was changed before you log out: visudo -c`,
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
