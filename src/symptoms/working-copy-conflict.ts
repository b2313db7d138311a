import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { workingCopyStatus } from './working-copy/status.ts';

const MOST_DEPTH = 4;
/** What svn leaves beside a file that it could not merge. */
const LEFT_BY_SVN = /\.(?:mine|r\d+|merge-(?:left|right)\.r\d+|working)$/;

export const workingCopyConflict: Symptom = {
  id: 'working-copy-conflict',
  title: 'The working copy is in conflict with the repository',
  meaning:
    'Changes of this host and of another one met in the same lines. svn left both in the file, which then does not load; nothing can be committed or pulled until somebody decides.',
  words: ['conflict', 'eccfg pull', 'svn', 'commit refused', 'merge', 'subcluster', '<<<<<<<', 'reconfigure failed'],
  messages: [
    {
      pattern: /Aborting commit: '[^'\n]+' remains in conflict/i,
      example: "svn: Aborting commit: '/opt/msys/ecelerity/etc/conf/default/ecelerity.conf' remains in conflict",
    },
    { pattern: /\bC\s+(?:default|global)\/\S+/, example: 'C      default/ecelerity.conf' },
    { pattern: /\bCONFLICT\b/, example: 'CONFLICT' },
  ],
  concerns: {},
  explains: ['syntax-error', 'unclosed-brace', 'uncommitted-edits', 'ecelerity-conf-broken'],
  async check(host) {
    const [marked, left, lines] = await Promise.all([workingCopyStatus(host), leftBySvn(host), conflictLines(host)]);
    const inConflict = (marked ?? []).filter(({ mark }) => mark === 'C').map(({ name }) => `eccfg status: C ${name}`);
    const evidence = [...inConflict, ...lines, ...left.map((path) => `${path} was left by svn`)];
    // What svn leaves beside alone may have been forgotten after it was decided.
    if (evidence.length === 0) return ruledOut(this, 'The working copy is not in conflict');
    const decided = inConflict.length === 0 && lines.length === 0;
    return [
      {
        id: this.id,
        status: decided ? 'warn' : 'fail',
        what: decided
          ? 'svn left files of a conflict in the working copy'
          : 'The working copy is in conflict: nothing can be committed or pulled, and files with both versions do not load',
        evidence: evidence.slice(0, 20),
        remedy: { steps: this.steps },
      },
    ];
  },
  steps: [
    'Look at both versions in each file: between <<<<<<< and ======= stands that of this host, between ======= and >>>>>>> the other one',
    `Decide for all of it: ${LAYOUT.eccfg} pull --theirs (the repository's) or --mine (this host's)`,
    `Or by hand: ${LAYOUT.eccfg} pull --manual, correct the files, ${LAYOUT.eccfg} resolve, ${LAYOUT.eccfg} commit --username ADMIN`,
    `A subcluster in conflict is marked ! by: ${LAYOUT.eccfg} subcluster clusters`,
    `Then load it: ${LAYOUT.console} ${LAYOUT.controlSocket} config reload`,
  ],
  faults: [
    {
      what: 'the same line was changed here and on the manager',
      byHand: 'which of the two edits is meant, only a person knows',
      make: async (host) => {
        const file = LAYOUT.ecelerityConf;
        const both = '<<<<<<< .mine\nTLS = "ifavailable"\n=======\nTLS = "required"\n>>>>>>> .r47\n';
        const own = { owner: 'ecuser', group: 'ecuser' };
        const was = (await host.read(file))?.bytes.toString('latin1') ?? '';
        const versions = { mine: 'ifavailable', r46: 'no', r47: 'required' };
        const beside = Object.entries(versions).map(([end, value]) =>
          putText(host, `${file}.${end}`, was.replace('TLS = "no"', `TLS = "${value}"`), own),
        );
        return [
          ...(await editText(host, file, (text) => text.replace('TLS = "no"\n', both))),
          ...(await Promise.all(beside)).flat(),
        ];
      },
    },
  ],
};

/** Lines that svn wrote into files that the mail server reads. */
async function conflictLines(host: Host): Promise<readonly string[]> {
  const server = await readMailServer(host);
  return [...(server?.files.values() ?? [])].flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (/^(?:<{7}|>{7}) \.\w/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

async function leftBySvn(host: Host, directory: HostPath = LAYOUT.workingCopy, depth = 0): Promise<readonly HostPath[]> {
  if (depth > MOST_DEPTH) return [];
  const names = (await host.list(directory).catch(() => undefined)) ?? [];
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => {
        const path = joinPath(directory, name);
        // The file that it is about stands beside it.
        if (LEFT_BY_SVN.test(name)) return names.includes(name.replace(LEFT_BY_SVN, '')) ? [path] : [];
        return name.includes('.') ? [] : leftBySvn(host, path, depth + 1);
      }),
  );
  return found.flat();
}
