import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { hostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { putDirectory, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

/** Momentum manual, "Configuring LDAPS". */
export const ldapCaUnreadable: Symptom = {
  id: 'ldap-ca-unreadable',
  title: 'ecuser cannot read the authorities that Active Directory is checked against',
  meaning: `${LAYOUT.ldapConf} names who may have signed the directory's certificate (TLS_CACERT). Where ecuser cannot read that, or it is not there, no connection comes about, and nobody logs in.`,
  words: [
    'Active Directory',
    'LDAP',
    'ldaps',
    'ldap.conf',
    'TLS_CACERT',
    'CA bundle',
    'cert.pem',
    'cannot log in',
    'permission denied',
  ],
  messages: [
    {
      pattern: /TLS: could not load verify locations/i,
      example: "TLS: could not load verify locations (file:`/etc/pki/tls/cert.pem',dir:`').",
    },
    { pattern: /Can't contact LDAP server/i, example: "ldap_sasl_bind(SIMPLE): Can't contact LDAP server (-1)" },
    {
      pattern: /TLS certificate verification: Error, unable to get local issuer certificate/i,
      example: 'TLS certificate verification: Error, unable to get local issuer certificate',
    },
  ],
  concerns: { since: '3.2' },
  async check(host) {
    const text = await readText(host, LAYOUT.ldapConf);
    const named = text === undefined ? [] : authoritiesIn(text);
    if (named.length === 0) return [];
    const findings: PlannedFinding[] = [];
    for (const { option, value, line } of named) {
      const place = `${LAYOUT.ldapConf}:${line}: ${option} ${value}`;
      const path = hostPath(value);
      if ((await host.stat(path)) === undefined) {
        const what = `${value} is not there, and ${LAYOUT.ldapConf} names it`;
        const steps = [
          `Put the certificates of the directory's authorities there, or name the bundle of this system, in PEM: ${option} /etc/pki/tls/cert.pem`,
        ];
        findings.push({ id: this.id, status: 'fail', what, evidence: [place], remedy: { steps } });
        continue;
      }
      const kind = option === 'TLS_CACERTDIR' ? 'directory' : 'file';
      const blocked = await explainBlocked(host, host, [{ account: 'ecuser', path, kind, status: 'fail' }], this.id);
      findings.push(...blocked.map((finding) => ({ ...finding, evidence: [place, ...finding.evidence] })));
    }
    return findings.length > 0 ? findings : ruledOut(this, `ecuser can read what ${LAYOUT.ldapConf} names`);
  },
  steps: ['Certificates of authorities are public: everybody may read them'],
  faults: [
    {
      what: 'the bundle was put there under umask 077',
      byHand: 'whether everybody may read it is for its owner to say',
      make: (host) => put(host, 0o600),
    },
    {
      what: 'the bundle that is named is not there',
      byHand: 'which authorities are trusted is for a person to say',
      make: async (host) => (await put(host, 0o600)).slice(0, 2),
    },
  ],
};

interface Named {
  readonly option: string;
  readonly value: string;
  readonly line: number;
}

/** ldap.conf(5): the option in any case, then its value; the last of an option counts. */
function authoritiesIn(text: string): readonly Named[] {
  const found = new Map<string, Named>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, name = '', value = ''] = /^\s*(TLS_CACERT(?:DIR)?)\s+"?(\/[^"\s]*)"?\s*$/i.exec(line) ?? [];
    const option = name.toUpperCase();
    if (option !== '') found.set(option, { option, value, line: index + 1 });
  }
  return [...found.values()];
}

async function put(host: Host, mode: number): Promise<readonly Change[]> {
  const bundle = hostPath('/etc/pki/directory-ca.pem');
  const authority = (await readText(host, joinPath(LAYOUT.ecconfigdSite, 'server.crt'))) ?? '';
  return [
    putDirectory(parentOf(LAYOUT.ldapConf)),
    ...(await putText(host, LAYOUT.ldapConf, `TLS_REQCERT demand\nTLS_CACERT ${bundle}\n`)),
    ...(await putText(host, bundle, authority, { mode })),
  ];
}
