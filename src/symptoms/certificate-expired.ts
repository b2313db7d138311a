import { pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms, svnRefuses } from './certificates/pair-symptom.ts';
import { renewalRemedy } from './certificates/renewal.ts';
import { day, standingPair } from './certificates/standing.ts';
import { putPair, putSignedPair } from './issue.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const MEANINGS = {
  msyspg:
    'PostgreSQL itself goes on and says nothing. Clients that verify the server (sslmode verify-ca or verify-full, or a root.crt beside libpq) are refused.',
  ecwebui: 'Apache goes on and says nothing. Browsers warn everybody who wants to log in, and scripts that verify are refused.',
  ecconfigd:
    'Nodes fetch the configuration with svn, which forgives an unknown issuer and not this: no change reaches them any more, and nobody is told.',
};

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /SSL error: certificate verify failed/i,
      example: 'psql: error: connection to server at "127.0.0.1", port 5432 failed: SSL error: certificate verify failed',
    },
    {
      pattern: /could not accept SSL connection: (?:sslv3|ssl\/tls) alert certificate expired/i,
      example: 'LOG:  could not accept SSL connection: sslv3 alert certificate expired',
    },
  ],
  ecwebui: [
    { pattern: /NET::ERR_CERT_DATE_INVALID/, example: 'Your connection is not private NET::ERR_CERT_DATE_INVALID' },
    { pattern: /SEC_ERROR_EXPIRED_CERTIFICATE/, example: 'Error code: SEC_ERROR_EXPIRED_CERTIFICATE' },
    {
      pattern: /SSL certificate problem: certificate has expired/i,
      example: 'curl: (60) SSL certificate problem: certificate has expired',
    },
  ],
  ecconfigd: [
    svnRefuses('certificate has expired'),
    {
      pattern: /premature EOF in "svn update /i,
      example: `ERROR: premature EOF in "svn update '--config-dir' '/opt/msys/ecelerity/etc/.eccfg' '--username' 'ecuser' '--no-auth-cache' '--non-interactive' '--trust-server-cert' '.'"`,
    },
  ],
};

const LONG_PAST = { from: -395, until: -30 };

export const certificateExpired: readonly Symptom[] = pairSymptoms(pairOwners, 'certificate-expired', (owner, id) => ({
  title: `The certificate of ${owner.name} has run out`,
  meaning: MEANINGS[owner.service.id],
  words: ['certificate', 'expired', 'verify'],
  messages: MESSAGES[owner.service.id] ?? [],
  async check(host) {
    const pair = await standingPair(host, owner);
    if (pair?.certificate === undefined) return [];
    const { notAfter, issuer } = pair.certificate;
    const path = pair.place.certificate;
    const until = `${path} is good until ${notAfter.toISOString()}`;
    if (notAfter >= host.now()) return ruledOut({ id }, until);
    const what = `${path}, the certificate of ${owner.name}, ran out on ${day(notAfter)}`;
    const evidence = [until, `it is now ${host.now().toISOString()}`, `issued by ${issuer}`];
    return [{ id, status: 'fail', what, evidence, remedy: await renewalRemedy(host, owner.service) }];
  },
  steps: ['One that a CA issued: have it issued anew for the same names', 'momentum-secure renew makes one of your own anew'],
  faults: [
    pairFault(owner, 'a self-signed certificate that ran out a month ago', (host, place) => putPair(host, place, LONG_PAST)),
    {
      ...pairFault(owner, "a CA's certificate that ran out a month ago", (host, place) => putSignedPair(host, place, LONG_PAST)),
      byHand: 'only the authority can issue it anew',
    },
  ],
}));
