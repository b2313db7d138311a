import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';
import { lastUmasks, parseMask, umaskCommands } from './shell.ts';

/** The umask that logins of an account get, and the line that decides. */
export interface SessionUmask {
  readonly mask: number;
  readonly file: HostPath;
  readonly line: number;
  readonly text: string;
  /** One of the account's own files, and not the whole machine's. */
  readonly own: boolean;
  /** What says so: PAM (or login.defs for it) before any login file. */
  readonly by: 'pam' | 'login file';
}

/** Reading and entering for group and others: what Momentum's accounts need of directories that root makes. */
const NEEDED = 0o055;

export function isTooStrict({ mask }: Pick<SessionUmask, 'mask'>): boolean {
  return (mask & NEEDED) !== 0;
}

/** What a login shell reads of the account's own, in its order: the last word counts. */
const OWN_FILES = ['.profile', '.bash_profile', '.bash_login', '.bashrc'];

/**
 * The umask that sessions of the account are left with, the strictest that it can get: a login shell takes
 * PAM's, then what each login file sets; what sshd or su runs reads of those only the account's own .bashrc.
 * Undefined: nothing sets one.
 */
export async function sessionUmask(host: Host, account: string): Promise<SessionUmask | undefined> {
  const home = (await host.accounts()).find(account)?.home;
  const names = (await host.list(LAYOUT.profileDirectory)) ?? [];
  const scripts = names.filter((name) => name.endsWith('.sh')).map((name) => joinPath(LAYOUT.profileDirectory, name));
  const shared = [LAYOUT.profile, ...scripts, ...LAYOUT.bashrc].map((file) => ({ file, own: false }));
  const own = home === undefined ? [] : OWN_FILES.map((name) => ({ file: joinPath(hostPath(home), name), own: true }));
  const pam = await pamUmask(host);
  const login = await after(host, pam, [...shared, ...own]);
  const other = await after(host, pam, own.slice(-1));
  return [login, other].find((umask) => umask !== undefined && isTooStrict(umask)) ?? login;
}

/** Each file has the last word over those before it. Of several umasks that depend on conditions the strictest is told. */
async function after(
  host: Host,
  before: SessionUmask | undefined,
  files: readonly { readonly file: HostPath; readonly own: boolean }[],
): Promise<SessionUmask | undefined> {
  let now = before;
  for (const { file, own } of files) {
    const candidates = lastUmasks(umaskCommands((await readText(host, file)) ?? ''));
    const last = candidates.find(isTooStrict) ?? candidates.at(-1);
    if (last === undefined) continue;
    // What stands under a condition may not be reached: then what was set before counts.
    const maybe = candidates.every(({ conditional }) => conditional) && now !== undefined && isTooStrict(now);
    if (!maybe || isTooStrict(last)) now = { ...last, file, own, by: 'login file' };
  }
  return now;
}

/** pam_umask takes its own argument, else UMASK of login.defs, which without pam_umask no login looks at. */
async function pamUmask(host: Host): Promise<SessionUmask | undefined> {
  for (const name of (await host.list(LAYOUT.pamDirectory)) ?? []) {
    const file = joinPath(LAYOUT.pamDirectory, name);
    const lines = ((await readText(host, file)) ?? '').split('\n');
    const index = lines.findIndex((line) => /^\s*-?session\s.*\bpam_umask\.so\b/.test(line));
    if (index < 0) continue;
    const text = (lines[index] ?? '').trim();
    const given = parseMask(/\bumask=(\S+)/.exec(text)?.[1] ?? '');
    if (/\bumask=/.test(text) && given !== undefined) return { mask: given, file, line: index + 1, text, own: false, by: 'pam' };
    const found = await loginDefsUmask(host);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function loginDefsUmask(host: Host): Promise<SessionUmask | undefined> {
  const lines = ((await readText(host, LAYOUT.loginDefs)) ?? '').split('\n');
  const index = lines.findIndex((line) => /^\s*UMASK\s+[0-7]+/.test(line));
  const text = (lines[index] ?? '').trim();
  const mask = parseMask(/^UMASK\s+([0-7]+)/.exec(text)?.[1] ?? '');
  return index < 0 || mask === undefined
    ? undefined
    : { mask, file: LAYOUT.loginDefs, line: index + 1, text, own: false, by: 'pam' };
}
