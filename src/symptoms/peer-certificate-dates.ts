import type { Symptom } from './symptom.ts';

/** Momentum manual, "Response messages". */
export const peerCertificateDates: Symptom = {
  id: 'peer-certificate-dates',
  title: "The other side's certificate has run out, or is not valid yet",
  meaning: 'Either it is so, or the clock of this host is wrong.',
  words: ['certificate expired', 'not yet valid', 'clock', '454', 'delivery', 'tls_verify'],
  messages: [
    { pattern: /454[^\n]{0,40}certificate expired/i, example: '454 certificate expired' },
    { pattern: /certificate not yet valid: possible clock skew/i, example: '454 certificate not yet valid: possible clock skew' },
  ],
  concerns: { roles: ['mta'] },
  steps: [
    'Compare the clock of this host with another one: date -u',
    'With a right clock it is the other side that has to renew: momentum-secure verify --host MX --port 25 --starttls smtp shows its dates',
    'Until then, for that domain alone: Domain "example.com" { TLS_Verify = "no" }',
  ],
  faults: [],
};
