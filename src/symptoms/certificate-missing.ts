import type { Host } from '../host/host.ts';
import type { Change } from '../plan/change.ts';
import { rsaBits } from '../tls/certificate/key.ts';
import { type PairOwner, pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { remedyOf, renewalRemedy } from './certificates/renewal.ts';
import { type StandingPair, standingPair } from './certificates/standing.ts';
import { removeFile } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const APACHE: MessagesOf['ecwebui'] = [
  {
    pattern: /SSLCertificate(?:Key)?File: file '[^']*' does not exist or is empty/i,
    example: "SSLCertificateKeyFile: file '/opt/msys/ecwebui/config/site/server.key' does not exist or is empty",
  },
];

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /could not (?:load|access) private key file "[^"]*": No such file or directory/i,
      example: 'FATAL:  could not access private key file "server.key": No such file or directory',
    },
    {
      pattern: /could not load server certificate file "[^"]*": No such file or directory/i,
      example: 'FATAL:  could not load server certificate file "server.crt": No such file or directory',
    },
  ],
  ecwebui: APACHE,
  ecconfigd: APACHE,
};

export const certificateMissing: readonly Symptom[] = pairSymptoms(pairOwners, 'certificate-missing', (owner, id) => ({
  title: `Key or certificate of ${owner.name} is missing`,
  meaning: 'The server is told to speak TLS, and does not start without them.',
  words: ['certificate', 'private key', 'missing', 'no such file', 'does not start'],
  messages: MESSAGES[owner.service.id] ?? [],
  explains: owner.down,
  async check(host) {
    const pair = await standingPair(host, owner);
    if (pair === undefined) return [];
    const { key, certificate } = pair.place;
    const there = [...(pair.key ? [key] : []), ...(pair.file ? [certificate] : [])];
    const missing = [key, certificate].filter((path) => !there.includes(path));
    if (missing.length === 0) return ruledOut({ id }, `${key} and ${certificate} are there`);
    const what = `${missing.join(' and ')} of ${owner.name} ${missing.length === 1 ? 'is' : 'are'} missing, and TLS is on`;
    const evidence = [...missing.map((path) => `${path}: no such file`), ...there.map((path) => `${path} is there`)];
    return [{ id, status: 'fail', what, evidence, remedy: await remedy(host, owner, pair) }];
  },
  steps: ['Where a CA issued the certificate, put back what is missing from where it was kept'],
  faults: [
    pairFault(owner, 'the certificate was removed', (host, { certificate }) => removeFile(host, certificate)),
    pairFault(owner, 'the key was removed', (host, { key }) => removeFile(host, key)),
  ],
}));

/** A key that is left is kept: a certificate of a CA's for it may be found again. */
async function remedy(host: Host, owner: PairOwner, { key, file, place }: StandingPair) {
  // Only the CA makes another for one of its own.
  if (file !== undefined) return renewalRemedy(host, owner.service);
  const bits = key === undefined ? undefined : rsaBits(key.bytes.toString('latin1'));
  const changes = (await owner.issue(host)).map((change): Change => {
    if (change.kind !== 'certificate' || key === undefined || bits === undefined) return change;
    return { ...change, facts: { ...change.facts, keyBits: bits }, keyFrom: { kind: 'kept', path: key.path, hash: key.hash } };
  });
  return remedyOf(changes, [`Where a CA issued it, put that one back as ${place.certificate} instead`]);
}
