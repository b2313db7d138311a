import type { FileFacts, Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { ownership } from '../model/ownership.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import { setAttributes } from '../preflight/remedy.ts';
import { someOf } from '../preflight/words.ts';
import { putAttributes, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const OWNER = 'ecuser';
/** More entries than these are not looked at; a working copy has some hundred. */
const MOST = 5000;

export const workingCopyForeignOwner: Symptom = {
  id: 'working-copy-foreign-owner',
  title: 'Files of the working copy do not belong to ecuser',
  meaning:
    'eccfg runs svn as ecuser. What belongs to somebody else below conf blocks commit, pull and "put running", and before Momentum 3.0.17 policy scripts that ecuser does not own are not run.',
  words: ['owner', 'chown', 'eccfg', 'commit', 'pull', 'svn', 'permission denied', 'root', 'scriptlet'],
  messages: [
    {
      pattern: /svn: (?:E\d+: )?(?:Can't|Cannot) (?:\w+ ){1,4}'\/opt\/msys\/ecelerity\/etc\/conf\b[^']*': Permission denied/i,
      example: "svn: Can't open file '/opt/msys/ecelerity/etc/conf/default/.svn/lock': Permission denied",
    },
  ],
  concerns: { before: '5.0' },
  async check(host) {
    const owner = (await host.accounts()).find(OWNER);
    if (owner === undefined) return [];
    const foreign = (await everything(host, LAYOUT.workingCopy)).filter(({ uid }) => uid !== owner.uid);
    if (foreign.length === 0) return ruledOut(this, `Everything below ${LAYOUT.workingCopy} belongs to ${OWNER}`);
    const group = (await host.accounts()).groupName(owner.gid);
    const why = `eccfg works on it as ${OWNER}`;
    const changes = foreign.map(({ path, mode }) => setAttributes(path, { owner: OWNER, group, mode }, why));
    const names = foreign.map(({ path }) => path);
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${someOf(names)} ${names.length === 1 ? 'does' : 'do'} not belong to ${OWNER}, as what eccfg works on has to`,
        evidence: foreign.slice(0, 20).map((facts) => `${facts.path} is ${ownership(facts)}`),
        remedy: {
          changes,
          steps: [`chown ${OWNER}:${group} ${names.length > 3 ? `-R ${LAYOUT.workingCopy}` : names.join(' ')}`],
        },
      },
    ];
  },
  steps: ['Edit below conf as ecuser, or chown afterwards what root made there'],
  faults: [
    {
      what: 'root made a policy script',
      make: (host) => putText(host, `${LAYOUT.workingCopy}/default/policy.lua`, '-- policy\n', { mode: 0o644 }),
    },
    {
      what: 'root restored a backup of the shared files',
      make: async (host) => [
        ...(await putAttributes(host, `${LAYOUT.workingCopy}/default`, { owner: 'root', group: 'root' })),
        ...(await putAttributes(host, LAYOUT.ecelerityConf, { owner: 'root', group: 'root' })),
      ],
    },
  ],
};

/** Files and directories, Subversion's own too; links are nobody's. */
async function everything(host: Host, top: HostPath): Promise<readonly FileFacts[]> {
  const found: FileFacts[] = [];
  const waiting: HostPath[] = [top];
  for (const path of waiting) {
    const facts = found.length < MOST ? await host.lstat(path) : undefined;
    if (facts?.kind !== 'file' && facts?.kind !== 'directory') continue;
    found.push(facts);
    if (facts.kind === 'directory') waiting.push(...((await host.list(path)) ?? []).map((name) => joinPath(path, name)));
  }
  return found;
}
