import { insertBlock } from '../config/managed-block.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { hostPath, joinPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { octal } from '../preflight/words.ts';
import { editText, putText } from './change.ts';
import type { Fault, Symptom } from './symptom.ts';
import { isTooStrict, type SessionUmask, sessionUmask } from './umask/sessions.ts';

/** Who makes Momentum's files: root installs it, ecuser works with it. */
const ACCOUNTS = ['root', 'ecuser'];

export const umaskInLoginFiles: Symptom = {
  id: 'umask-in-login-files',
  title: 'A login file sets a umask that closes new directories to ecuser',
  meaning:
    "Under a umask of 027 or 077, directories that root makes are closed to ecuser. Momentum's installation fails with it, and whatever is made later below conf or installer cannot be read.",
  words: ['umask', 'permission denied', 'installation fails', 'bashrc', 'profile', 'cannot log in', 'ecconfigd', 'hardening'],
  messages: [
    {
      pattern: /failed to stat\s+'?\/opt\/msys\/[^']*'?\s*:\s*Permission denied/i,
      example: "CFG-07961 failed to stat '/opt/msys/etc/installer/ecelerity.d/': Permission denied",
    },
  ],
  concerns: {},
  explains: ['installer-files-unreadable', 'conf-not-traversable'],
  beforeInstall: true,
  async check(host) {
    const known = await host.accounts();
    const found: PlannedFinding[] = [];
    for (const account of ACCOUNTS.filter((name) => known.find(name) !== undefined)) {
      const umask = await sessionUmask(host, account);
      if (umask !== undefined && isTooStrict(umask)) found.push(await closedBy(host, account, umask));
    }
    if (found.length > 0) return found;
    return [{ id: this.id, status: 'pass', what: 'The login files leave new directories open to ecuser', evidence: [] }];
  },
  steps: [
    'In the session that installs or changes Momentum: umask 0022',
    'What was made until then stays closed: chown ecuser:ecuser it, or look with doctor again',
  ],
  faults: ['0027', '0077'].flatMap((mask): readonly Fault[] => [
    { what: `umask ${mask} in root's .bashrc`, make: (host) => addLine(host, '/root/.bashrc', `umask ${mask}`) },
    { what: `umask ${mask} in /etc/profile`, make: (host) => addLine(host, LAYOUT.profile, `umask ${mask}`) },
    {
      what: `UMASK ${mask} in login.defs, and pam_umask that uses it`,
      make: async (host) => [
        ...(await editText(host, LAYOUT.loginDefs, (text) => text.replace(/^UMASK.*$/m, `UMASK\t\t${mask}`))),
        ...(await addLine(host, '/etc/pam.d/system-auth', 'session     optional      pam_umask.so silent')),
      ],
    },
  ]),
};

async function closedBy(host: Host, account: string, umask: SessionUmask): Promise<PlannedFinding> {
  const { mask, file, line, text, own } = umask;
  const what = `${file}:${line} gives sessions of ${account} the umask ${octal(mask)}: directories they make are closed to ecuser`;
  const changes = own ? await correctLine(host, umask) : await ownUmask(host, account);
  return {
    id: umaskInLoginFiles.id,
    status: 'fail',
    what,
    evidence: [`${file}:${line}: ${text}`, 'expected 0022'],
    remedy: { changes, steps: umaskInLoginFiles.steps },
  };
}

/** The account's own file says it for nobody else: the number there is corrected. */
function correctLine(host: Host, { file, line }: SessionUmask): Promise<readonly Change[]> {
  const why = 'What is made in these sessions has to be open to ecuser';
  const correct = (text: string, index: number) =>
    index === line - 1 ? text.replace(/(\bumask\s+(?:--\s+)?)[^\s;&|}]+/, '$10022') : text;
  return editText(host, file, (text) => text.split('\n').map(correct).join('\n'), { why });
}

/** The machine's umask may be a policy: it stays for everybody else, and the sessions that make Momentum's files get their own. */
async function ownUmask(host: Host, account: string): Promise<readonly Change[]> {
  const found = (await host.accounts()).find(account);
  if (found === undefined) return [];
  const file = joinPath(hostPath(found.home), '.bashrc');
  const now = (await host.read(file))?.bytes.toString('latin1') ?? '';
  const block = { id: 'umask', why: 'Directories that are made for Momentum have to be open to ecuser.', lines: ['umask 0022'] };
  const { splices, diagnostics } = insertBlock(now, block, 'end');
  if (diagnostics.length > 0) return [];
  const group = (await host.accounts()).groupName(found.gid);
  return putText(host, file, applySplices(now, splices), now === '' ? { owner: account, group, mode: 0o644 } : {}, {
    why: `Sessions of ${account} keep what they make open to ecuser; the umask of all others stays`,
  });
}

async function addLine(host: Host, path: string, line: string): Promise<readonly Change[]> {
  const now = (await host.read(hostPath(path)))?.bytes.toString('latin1') ?? '';
  return putText(host, path, `${now}${line}\n`);
}
