import type { PlannedFinding } from '../plan/change.ts';
import { pathsOf } from '../plan/change.ts';
import { compareKey } from '../tls/certificate/key.ts';
import { LOADING } from './configuration/loading.ts';
import { putPair } from './issue.ts';
import { MAIL_PAIR, offerStarttls } from './mail-tls/offer.ts';
import { SCOPE_FINDINGS, scopePairs } from './mail-tls/pairs.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const scopeCertificateKeyMismatch: Symptom = {
  id: 'scope-certificate-key-mismatch',
  title: 'Key and certificate of a scope of ecelerity.conf are of two pairs',
  meaning: 'The mail server cannot speak TLS there: mail comes in and goes out in plain text, or not at all.',
  words: ['certificate', 'private key', 'mismatch', 'STARTTLS', 'tls_key', 'renewed'],
  messages: [
    {
      pattern: /X509_check_private_key:key values mismatch/i,
      example: 'error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch',
    },
  ],
  concerns: { roles: ['mta'] },
  explains: SCOPE_FINDINGS,
  async check(host) {
    const pairs = await scopePairs(host);
    if (pairs.length === 0) return [];
    const wrong = pairs.filter(({ file, keyFile }) => compareKey(text(keyFile), text(file)) === 'mismatch');
    if (wrong.length === 0) return ruledOut(this, 'Every certificate that a scope names has its own key');
    return wrong.map(
      ({ certificate, key, places, file, keyFile }): PlannedFinding => ({
        id: this.id,
        status: 'fail',
        what: `${key} is not the key of ${certificate}, which ${places.slice(0, 3).join(', ')} names`,
        evidence: [
          ...places,
          `written: ${key} ${keyFile?.modified.toISOString()}, ${certificate} ${file?.modified.toISOString()}`,
        ],
        remedy: { steps: [`Put the key there that ${certificate} was made for, or a certificate for this key`, ...LOADING] },
      }),
    );
  },
  steps: LOADING,
  faults: [
    {
      what: 'the key was made anew, the certificate was not',
      byHand: 'which of the two is meant, only a person knows',
      make: async (host) => {
        const offered = await offerStarttls(host);
        const other = await putPair(host.after(offered), MAIL_PAIR);
        return [...offered, ...other.filter((change) => pathsOf(change).includes(MAIL_PAIR.key))];
      },
    },
  ],
};

function text(file: { readonly bytes: Buffer } | undefined): string {
  return file?.bytes.toString('latin1') ?? '';
}
