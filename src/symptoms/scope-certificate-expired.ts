import type { PlannedFinding } from '../plan/change.ts';
import { day } from './certificates/standing.ts';
import { LOADING } from './configuration/loading.ts';
import { putPair } from './issue.ts';
import { MAIL_PAIR, offerStarttls } from './mail-tls/offer.ts';
import { SCOPE_FINDINGS, scopePairs } from './mail-tls/pairs.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const scopeCertificateExpired: Symptom = {
  id: 'scope-certificate-expired',
  title: 'A certificate that a scope of ecelerity.conf names has run out',
  meaning:
    'The mail server goes on with it and says nothing. Clients and other mail servers that verify it deliver no more, or in plain text.',
  words: ['certificate', 'expired', 'STARTTLS', 'tls_certificate', 'submission', 'mail client'],
  messages: [
    { pattern: /\b454\b[^\n]{0,40}certificate expired/i, example: '454 certificate expired' },
    {
      pattern: /SSL alert number 45|alert certificate expired/i,
      example: 'error:14094415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:SSL alert number 45',
    },
  ],
  concerns: { roles: ['mta'] },
  explains: SCOPE_FINDINGS,
  async check(host) {
    const read = (await scopePairs(host)).flatMap((pair) => (pair.read === undefined ? [] : [{ ...pair, read: pair.read }]));
    if (read.length === 0) return [];
    const gone = read.filter((pair) => pair.read.notAfter < host.now());
    if (gone.length === 0) return ruledOut(this, 'No certificate that a scope names has run out');
    return gone.map(
      ({ certificate, places, read: { notAfter, issuer, subject } }): PlannedFinding => ({
        id: this.id,
        status: 'fail',
        what: `${certificate} of ${places.slice(0, 3).join(', ')} ran out on ${day(notAfter)}`,
        evidence: [...places, `for ${subject}, issued by ${issuer}`, `it is now ${host.now().toISOString()}`],
        remedy: { steps: [`Have it issued anew for the same names, put it in the place of ${certificate}`, ...LOADING] },
      }),
    );
  },
  steps: LOADING,
  faults: [
    {
      what: 'the certificate of the listeners ran out a month ago',
      byHand: 'who issues what senders are shown is for a person to say',
      make: async (host) => {
        const offered = await offerStarttls(host);
        return [...offered, ...(await putPair(host.after(offered), MAIL_PAIR, { from: -395, until: -30 }))];
      },
    },
  ],
};
