import type { Need } from '../preflight/needs.ts';
import { explainBlocked } from '../preflight/readable.ts';
import { configurationServer, database } from './certificates/owners.ts';
import { APACHE_CODE, type MessagesOf, pairFault, pairSymptoms } from './certificates/pair-symptom.ts';
import { standingPair } from './certificates/standing.ts';
import { putAttributes } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /could not (?:load|access) (?:private key|server certificate) file "[^"]*": Permission denied/i,
      example: 'FATAL:  could not load private key file "server.key": Permission denied',
    },
    {
      pattern: /could not load server certificate file "[^"]*": Permission denied/i,
      example: 'FATAL:  could not load server certificate file "server.crt": Permission denied',
    },
  ],
  ecconfigd: [
    {
      pattern: new RegExp(`Permission denied: ${APACHE_CODE}Init: Can't open server (?:private key|certificate) file`, 'i'),
      example: "(13)Permission denied: AH02574: Init: Can't open server private key file /var/ecconfigd/apache/server.key",
    },
    {
      pattern: /Permission denied: Init: Can't open server (?:private key|certificate) file/i,
      example: "(13)Permission denied: Init: Can't open server certificate file /var/ecconfigd/apache/server.crt",
    },
  ],
};

/** The web UI is not among them: root starts its Apache, and reads everything. */
export const certificateUnreadable: readonly Symptom[] = pairSymptoms(
  [database, configurationServer],
  'certificate-unreadable',
  (owner, id) => ({
    title: `Key or certificate of ${owner.name} cannot be read by its account`,
    meaning: 'The server does not start: it reads both as its own account, and not as root.',
    words: ['permission denied', 'certificate', 'private key', 'does not start', 'umask'],
    messages: MESSAGES[owner.service.id] ?? [],
    explains: owner.down,
    async check(host) {
      const pair = await standingPair(host, owner);
      if (pair === undefined) return [];
      const { key, certificate, owner: account } = pair.place;
      const needs = (
        [
          { account, path: key, kind: 'key', status: 'fail' },
          { account, path: certificate, kind: 'file', status: 'fail' },
        ] satisfies Need[]
      ).filter(({ kind }) => (kind === 'key' ? pair.key : pair.file) !== undefined);
      const found = await explainBlocked(host, host, needs, id);
      return found.length > 0 ? found : ruledOut({ id }, `${account} can read its key and certificate`);
    },
    steps: [],
    faults: [
      pairFault(owner, 'root made the certificate under umask 077', (host, { certificate }) =>
        putAttributes(host, certificate, { owner: 'root', group: 'root', mode: 0o600 }),
      ),
      pairFault(
        owner,
        'root made the key under umask 077',
        (host, { key }) => putAttributes(host, key, { owner: 'root', group: 'root', mode: 0o600 }),
        // From 9.6 on PostgreSQL takes a key of root's, if it can read it.
        owner.service.id === 'msyspg' ? '5.2.0' : undefined,
      ),
    ],
  }),
);
