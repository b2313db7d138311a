import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { Need } from '../preflight/needs.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { putAttributes, putDirectory, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const thirdPartyEtcUnreadable: Symptom = {
  id: 'third-party-etc-unreadable',
  title: 'Settings of third-party software are closed to ecuser',
  meaning:
    "The web UI reads the database's address from php.d, and ecelerity its LDAP settings from openldap, both below 3rdParty/etc and both as ecuser. What root made there under a umask of 027 or 077 is not found: nobody logs in to the web UI, with Active Directory or without.",
  words: ['umask', 'permission denied', 'cannot log in', 'web UI', 'ldap.conf', 'Active Directory', 'ecdb.ini', 'php'],
  messages: [
    {
      pattern: /failed to stat\s+'?\/opt\/msys\/3rdParty\/etc\/[^']*'?\s*:\s*Permission denied/i,
      example: "CFG-07961 failed to stat '/opt/msys/3rdParty/etc/openldap/ldap.conf': Permission denied",
    },
    {
      pattern: /\/opt\/msys\/3rdParty\/etc\/[^\s)]+\)?: failed to open stream: Permission denied/i,
      example: 'PHP Warning:  parse_ini_file(/opt/msys/3rdParty/etc/php.d/ecdb.ini): failed to open stream: Permission denied',
    },
  ],
  concerns: {},
  async check(host) {
    const needs = await needed(host);
    if (needs.length === 0) return [];
    const found = await explainBlocked(host, host, needs, this.id);
    return found.length > 0 ? found : ruledOut(this, `ecuser can read all that it needs of ${LAYOUT.thirdPartySettings}`);
  },
  steps: ['Give the files the group ecuser, and the group the right to read them; not everybody: ecdb.ini holds a password'],
  faults: [
    {
      what: 'the directory of PHP settings was made under umask 077',
      make: (host) =>
        putAttributes(host, joinPath(LAYOUT.thirdPartySettings, 'php.d'), { owner: 'root', group: 'root', mode: 0o700 }),
    },
    {
      what: "the web UI's database settings belong to root alone",
      make: (host) => putAttributes(host, LAYOUT.webUiDatasource, { owner: 'root', group: 'root', mode: 0o600 }),
    },
    {
      what: 'the whole directory was made under umask 027',
      make: (host) => putAttributes(host, LAYOUT.thirdPartySettings, { owner: 'root', group: 'root', mode: 0o750 }),
    },
    {
      what: 'ldap.conf was made by hand under umask 077, with its directory',
      make: async (host) => [
        putDirectory(joinPath(LAYOUT.thirdPartySettings, 'openldap'), { mode: 0o700 }),
        ...(await putText(host, joinPath(LAYOUT.thirdPartySettings, 'openldap/ldap.conf'), 'TLS_REQCERT demand\n', {
          mode: 0o600,
        })),
      ],
    },
  ],
};

/** What is there of it, with the directories above. */
async function needed(host: Host): Promise<readonly Need[]> {
  const needs: Need[] = [];
  for (const [name, ends] of [
    ['php.d', '.ini'],
    ['openldap', 'ldap.conf'],
  ] as const) {
    const directory = joinPath(LAYOUT.thirdPartySettings, name);
    const names = await host.list(directory);
    if (names === undefined) continue;
    needs.push(need(directory, 'directory'));
    for (const file of names) if (file.endsWith(ends)) needs.push(need(joinPath(directory, file), 'file'));
  }
  return needs;
}

function need(path: HostPath, kind: Need['kind']): Need {
  return { account: 'ecuser', path, kind, status: 'fail' };
}
