import { pathsOf } from '../plan/change.ts';
import { compareKey } from '../tls/certificate/key.ts';
import { pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { renewalRemedy } from './certificates/renewal.ts';
import { standingPair } from './certificates/standing.ts';
import { putPair } from './issue.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const APACHE: MessagesOf['ecwebui'] = [
  {
    pattern: /Certificate and private key \S+ from \S+ and \S+ do not match/i,
    example:
      'AH02565: Certificate and private key mail1.example.com:443:0 from /opt/msys/ecwebui/config/site/server.crt and /opt/msys/ecwebui/config/site/server.key do not match',
  },
  { pattern: /Unable to configure RSA server private key/i, example: '[error] Unable to configure RSA server private key' },
  {
    pattern: /X509_check_private_key:key values mismatch/i,
    example:
      '[error] SSL Library Error: 185073780 error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch',
  },
];

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /could not load private key file "[^"]*": key (?:values|type) mismatch/i,
      example: 'FATAL:  could not load private key file "server.key": key values mismatch',
    },
    {
      pattern: /check of private key failed: /i,
      example: 'FATAL:  check of private key failed: key values mismatch',
    },
  ],
  ecwebui: APACHE,
  ecconfigd: APACHE,
};

export const certificateKeyMismatch: readonly Symptom[] = pairSymptoms(pairOwners, 'certificate-key-mismatch', (owner, id) => ({
  title: `Key and certificate of ${owner.name} are of two pairs`,
  meaning:
    'The server does not start any more; one that runs goes on with what it has read. Neither httpd -t nor postgres -C notices.',
  words: ['private key', 'certificate', 'mismatch', 'does not start', 'renewed'],
  messages: MESSAGES[owner.service.id] ?? [],
  explains: owner.down,
  async check(host) {
    const pair = await standingPair(host, owner);
    if (pair?.key === undefined || pair.certificate === undefined) return [];
    const { key, certificate } = pair.place;
    const comparison = compareKey(pair.key.bytes.toString('latin1'), pair.file?.bytes.toString('latin1') ?? '');
    if (comparison === 'match') return ruledOut({ id }, `${key} is the key of ${certificate}`);
    if (comparison !== 'mismatch') return [];
    const what = `${key} is not the key of ${certificate}: ${owner.name} does not start with them`;
    const { subject, issuer, fingerprint256 } = pair.certificate;
    const evidence = [
      `${certificate}: for ${subject || 'no name'}, issued by ${issuer}, SHA-256 ${fingerprint256}`,
      `written: ${key} ${pair.key.modified.toISOString()}, ${certificate} ${pair.file?.modified.toISOString()}`,
    ];
    return [{ id, status: 'fail', what, evidence, remedy: await renewalRemedy(host, owner.service) }];
  },
  steps: ['One that a CA issued: put the key back that its request was made with, or have it issued anew for this key'],
  faults: [
    pairFault(owner, 'the key was made anew, the certificate was not', async (host, place) =>
      (await putPair(host, place)).filter((change) => pathsOf(change).includes(place.key)),
    ),
  ],
}));
