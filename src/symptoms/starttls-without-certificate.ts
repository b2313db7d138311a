import { effective } from '../config/ecelerity/effective.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { tlsListens } from '../services/ecelerity/listeners.ts';
import { LOADING } from './configuration/loading.ts';
import { addToListener, STARTTLS } from './mail-tls/offer.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const starttlsWithoutCertificate: Symptom = {
  id: 'starttls-without-certificate',
  title: 'A listener offers TLS and has no certificate',
  meaning:
    'STARTTLS in SMTP_Extensions, or Use_SSL, is an offer that the listener cannot keep: every handshake fails, and senders that insist on TLS cannot deliver.',
  words: ['STARTTLS', 'no certificate', 'handshake failure', 'no shared cipher', 'smtps', 'TLS negotiation failed'],
  messages: [
    { pattern: /\bno shared cipher\b/i, example: 'error:1408A0C1:SSL routines:SSL3_GET_CLIENT_HELLO:no shared cipher' },
    {
      pattern: /sslv3 alert handshake failure/i,
      example: 'error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure',
    },
  ],
  concerns: { roles: ['mta'] },
  async check(host) {
    const server = await readMailServer(host);
    if (server === undefined) return [];
    const listens = tlsListens(server);
    const without = listens.filter(({ listen }) =>
      ['', 'none'].includes(effective(server, listen, 'tls_certificate').value?.toLowerCase() ?? ''),
    );
    if (listens.length === 0) return [];
    if (without.length === 0) return ruledOut(this, 'Every listener that offers TLS has a certificate');
    const names = without.map(({ listen }) => printPath(listen.path));
    return [
      {
        id: this.id,
        status: 'fail',
        what: `${names.slice(0, 3).join('; ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} offer TLS and have no certificate: every handshake fails`,
        evidence: without.slice(0, 10).map(({ listen, endpoint }) => {
          const option = endpoint.starttls === 'none' ? 'use_ssl' : 'smtp_extensions';
          const at = effective(server, listen, option).decidedBy?.setting;
          return `${at?.file}:${at?.line}: ${option} = ${at?.value}; tls_certificate is not set for ${printPath(listen.path)}`;
        }),
        remedy: { steps: [...this.steps, ...LOADING] },
      },
    ];
  },
  steps: [
    'Give the listener TLS_Certificate and TLS_Key, files that ecuser can read',
    'Or take STARTTLS out of its SMTP_Extensions, or Use_SSL away, until it has them',
  ],
  faults: [
    {
      what: 'STARTTLS was switched on, and nothing else',
      byHand: 'which certificate senders are shown is for a person to say',
      make: (host) => addToListener(host, STARTTLS),
    },
  ],
};
