import { X509Certificate } from 'node:crypto';
import { rootCertificates } from '../choices/database-ssl/clients.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { hostPath, joinPath } from '../model/paths.ts';
import type { Change, PlannedFinding } from '../plan/change.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { certificatesIn, isIssuedBy } from '../tls/certificate/chain.ts';
import { editText, putDirectory, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const rootCrtMismatch: Symptom = {
  id: 'root-crt-mismatch',
  title: "A client's root.crt does not know the database's certificate",
  meaning:
    'A file ~/.postgresql/root.crt of the account that connects turns sslmode=require into verify-ca. Where the certificate is not by one of those in it, require fails, and prefer, which is the default, goes on in plain text without a word: it is refused where TLS is required.',
  words: [
    'root.crt',
    'certificate verify failed',
    'sslmode',
    'plain text',
    'new certificate',
    'cannot log in',
    'database',
    'psql',
  ],
  messages: [
    { pattern: /SSL error: certificate verify failed/i, example: 'psql: error: SSL error: certificate verify failed' },
    {
      pattern: /root certificate file "[^"]*" does not exist/i,
      example: 'psql: root certificate file "/root/.postgresql/root.crt" does not exist',
    },
    {
      pattern: /could not read root certificate file "[^"]*"/i,
      example: 'could not read root certificate file "/root/.postgresql/root.crt": no certificate or crl found',
    },
  ],
  concerns: { since: '3.2' },
  async check(host) {
    const roots = await rootCertificates(host);
    const database = await readDatabase(host);
    if (roots.length === 0 || database?.ssl === false) return [];
    const served = database && certificatesIn((await readText(host, database.certificate)) ?? '');
    const findings: PlannedFinding[] = [];
    for (const { account, path } of roots) {
      const trusted = certificatesIn((await readText(host, path)) ?? '');
      if (served?.[0] === undefined) {
        const what = `${account} checks the database's certificate against ${path}; which one that is cannot be seen from here`;
        findings.push({ id: this.id, status: 'warn', what, evidence: [path] });
      } else if (isTrusted(served, trusted)) {
        findings.push(...ruledOut(this, `The database's certificate is by one of those in ${path}`));
      } else {
        findings.push({
          id: this.id,
          status: 'fail',
          what: `${account} does not get into the database over TLS: its certificate is by none of the ${trusted.length} in ${path}`,
          evidence: [
            `${database?.certificate}: ${named(served[0], 'subject')}, by ${named(served[0], 'issuer')}`,
            ...trusted.map((pem) => `${path}: ${named(pem, 'subject')}`),
          ],
          remedy: await trusting(host, path, served),
        });
      }
    }
    return findings;
  },
  steps: [],
  faults: [
    {
      what: 'ecuser has a root.crt of another server',
      answers: { databaseSsl: 'require' },
      make: async (host) => {
        const directory = joinPath(hostPath((await host.accounts()).find('ecuser')?.home ?? '/'), '.postgresql');
        const other = (await readText(host, joinPath(LAYOUT.ecconfigdSite, 'server.crt'))) ?? '';
        const owned = { owner: 'ecuser', group: 'ecuser' };
        return [putDirectory(directory, owned), ...(await putText(host, joinPath(directory, 'root.crt'), other, owned))];
      },
    },
  ],
};

/** As verify-ca would: the certificate itself, or one that issued it or a certificate sent along with it. */
function isTrusted(served: readonly string[], trusted: readonly string[]): boolean {
  const known = trusted.flatMap(decoded);
  const [leaf, ...others] = served.flatMap(decoded);
  for (let at = leaf; at !== undefined; ) {
    const subject = at;
    if (known.some((one) => one.fingerprint256 === subject.fingerprint256 || isIssuedBy(subject, one))) return true;
    at = others.find((one) => one !== subject && isIssuedBy(subject, one));
    if (at !== undefined) others.splice(others.indexOf(at), 1);
  }
  return false;
}

/** Where it signed itself, it is its own authority; else who issued it is for a person to find. */
async function trusting(host: Host, path: ReturnType<typeof hostPath>, [leaf = '']: readonly string[]) {
  const [one] = decoded(leaf);
  if (one === undefined || one.issuer !== one.subject) {
    return {
      steps: [`Add the certificate of the authority that issued it to ${path}, or remove ${path}: then nothing is checked`],
    };
  }
  const why = "The database's certificate is one that this account trusts, beside those it trusts already";
  const changes: readonly Change[] = await editText(
    host,
    path,
    (text) => `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${leaf}`,
    { why },
  );
  return { changes, steps: [] };
}

function decoded(pem: string): readonly X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}

function named(pem: string, what: 'subject' | 'issuer'): string {
  return decoded(pem)[0]?.[what].replaceAll('\n', ', ') ?? 'cannot be read';
}
