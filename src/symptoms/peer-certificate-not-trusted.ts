import type { Symptom } from './symptom.ts';

/** Momentum manual, "Response messages". */
export const peerCertificateNotTrusted: Symptom = {
  id: 'peer-certificate-not-trusted',
  title: "The other side's certificate does not pass the check",
  meaning:
    'tls_verify = ca or host lets mail go only to servers whose certificate an authority of tls_ca signed, and with host for their own name.',
  words: ['tls_verify', 'tls_ca', 'certificate', 'delivery', '4.7.5', 'common name', 'subject'],
  messages: [
    { pattern: /SSL cert must be signed by a valid CA/i, example: '[internal] SSL cert must be signed by a valid CA' },
    {
      pattern: /SSL certificate not signed by a valid CA/i,
      example: '[internal] remote node SSL certificate not signed by a valid CA',
    },
    { pattern: /SSL cert common name does not match host/i, example: '[internal] SSL cert common name does not match host' },
    {
      pattern: /SSL certificate subject does not match host/i,
      example: '[internal] SSL certificate subject does not match host',
    },
  ],
  concerns: { roles: ['mta'] },
  steps: [
    'Look at the certificate: momentum-secure verify --host MX --port 25 --starttls smtp',
    'A CA that is missing: add it to the file that tls_ca names, readable by ecuser',
    'Another name: alternative names are looked at from 3.6.5 on; until then upgrade, or TLS_Verify = "ca" for that domain',
    'From 4.0 on TLS_Verify = "optional" checks the same and delivers anyway',
  ],
  faults: [],
};
