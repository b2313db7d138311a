import { pairOwners } from './certificates/owners.ts';
import { type MessagesOf, pairFault, pairSymptoms, svnRefuses } from './certificates/pair-symptom.ts';
import { renewalRemedy } from './certificates/renewal.ts';
import { day, standingPair } from './certificates/standing.ts';
import { putPair } from './issue.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const CLOCK = 'Look at the clock of this host first (date): a certificate that was good yesterday is not to blame';

const MESSAGES: MessagesOf = {
  msyspg: [
    {
      pattern: /SSL error: certificate verify failed/i,
      example: 'psql: error: connection to server at "127.0.0.1", port 5432 failed: SSL error: certificate verify failed',
    },
  ],
  ecwebui: [
    {
      pattern: /MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE/,
      example: 'Error code: MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE',
    },
    { pattern: /NET::ERR_CERT_DATE_INVALID/, example: 'Your connection is not private NET::ERR_CERT_DATE_INVALID' },
    {
      pattern: /SSL certificate problem: certificate is not yet valid/i,
      example: 'curl: (60) SSL certificate problem: certificate is not yet valid',
    },
  ],
  ecconfigd: [svnRefuses('certificate is not yet valid')],
};

export const certificateNotYetValid: readonly Symptom[] = pairSymptoms(pairOwners, 'certificate-not-yet-valid', (owner, id) => ({
  title: `The certificate of ${owner.name} is not valid yet`,
  meaning:
    'It was made while a clock was ahead, or the clock is behind now. The server goes on; clients that look at the dates refuse it.',
  words: ['certificate', 'not yet valid', 'clock', 'time', 'date'],
  messages: MESSAGES[owner.service.id] ?? [],
  async check(host) {
    const pair = await standingPair(host, owner);
    if (pair?.certificate === undefined) return [];
    const { notBefore, issuer } = pair.certificate;
    const path = pair.place.certificate;
    const from = `${path} is good from ${notBefore.toISOString()}`;
    if (notBefore <= host.now()) return ruledOut({ id }, from);
    const what = `${path}, the certificate of ${owner.name}, is not valid before ${day(notBefore)}`;
    const evidence = [from, `it is now ${host.now().toISOString()}`, `issued by ${issuer}`];
    // A file of the future was written under another clock than the one that is here now.
    const written = pair.file?.modified;
    const remedy =
      written !== undefined && written > host.now()
        ? { steps: [`${path} was last written on ${written.toISOString()}, by this clock in the future: set the clock`] }
        : await renewalRemedy(host, owner.service);
    return [{ id, status: 'fail', what, evidence, remedy: { ...remedy, steps: [CLOCK, ...(remedy.steps ?? [])] } }];
  },
  steps: [CLOCK],
  faults: [
    pairFault(owner, 'a certificate from the next month on', (host, place) => putPair(host, place, { from: 30, until: 395 })),
  ],
}));
