import { insertBlock } from '../../config/managed-block.ts';
import { applySplices } from '../../config/splice.ts';
import type { Host } from '../../host/host.ts';
import { octal } from '../../model/ownership.ts';
import { hostPath, joinPath } from '../../model/paths.ts';
import type { Change, PlannedFinding } from '../../plan/change.ts';
import { editText, putText } from '../change.ts';
import { isTooStrict, type SessionUmask, sessionUmask } from './sessions.ts';

/** Who makes Momentum's files: root installs it, ecuser works with it. */
const ACCOUNTS = ['root', 'ecuser'];

export const SESSION_STEPS = [
  'In the session that installs or changes Momentum: umask 0022',
  'What was made until then stays closed: chown ecuser:ecuser it, or look with doctor again',
];

/** The sessions whose umask closes what they make, where `by` is what decides; without any the one pass. */
export async function sessionFindings(
  host: Host,
  id: string,
  by: SessionUmask['by'],
  pass: string,
): Promise<readonly PlannedFinding[]> {
  const known = await host.accounts();
  const found: PlannedFinding[] = [];
  for (const account of ACCOUNTS.filter((name) => known.find(name) !== undefined)) {
    const umask = await sessionUmask(host, account);
    if (umask?.by === by && isTooStrict(umask)) found.push({ id, ...(await closedBy(host, account, umask)) });
  }
  return found.length > 0 ? found : [{ id, status: 'pass', what: pass, evidence: [] }];
}

async function closedBy(host: Host, account: string, umask: SessionUmask): Promise<Omit<PlannedFinding, 'id'>> {
  const { mask, file, line, text, own } = umask;
  const what = `${file}:${line} gives sessions of ${account} the umask ${octal(mask)}: directories they make are closed to ecuser`;
  const changes = own ? await correctUmask(host, umask) : await ownUmask(host, account);
  return {
    status: 'fail',
    what,
    evidence: [`${file}:${line}: ${text}`, 'expected 0022'],
    remedy: { changes, steps: SESSION_STEPS },
  };
}

/** The number in a file that counts for nobody but Momentum. */
export function correctUmask(host: Host, { file, line }: Pick<SessionUmask, 'file' | 'line'>): Promise<readonly Change[]> {
  const why = 'What is made under it has to be open to ecuser';
  const correct = (text: string, index: number) =>
    index === line - 1 ? text.replace(/(\bumask\s+(?:--\s+)?)[^\s;&|}]+/, '$10022') : text;
  return editText(host, file, (text) => text.split('\n').map(correct).join('\n'), { why });
}

/** The machine's umask may be a policy: it stays for everybody else, and the sessions that make Momentum's files get their own. */
async function ownUmask(host: Host, account: string): Promise<readonly Change[]> {
  const accounts = await host.accounts();
  const found = accounts.find(account);
  if (found === undefined) return [];
  const file = joinPath(hostPath(found.home), '.bashrc');
  const block = { id: 'umask', why: 'Directories that are made for Momentum have to be open to ecuser.', lines: ['umask 0022'] };
  const attributes = { owner: account, group: accounts.groupName(found.gid), mode: 0o644 };
  const why = `Sessions of ${account} keep what they make open to ecuser; the umask of all others stays`;
  const now = await host.read(file);
  const text = now?.bytes.toString('latin1') ?? '';
  const { splices, diagnostics } = insertBlock(text, block, 'end');
  if (diagnostics.length > 0) return [];
  return putText(host, file, applySplices(text, splices), now === undefined ? attributes : {}, { why });
}

/** For faults: a line at the end of a file, which may not be there yet. */
export async function addLine(host: Host, path: string, line: string): Promise<readonly Change[]> {
  const now = (await host.read(hostPath(path)))?.bytes.toString('latin1') ?? '';
  return putText(host, path, `${now}${line}\n`);
}
