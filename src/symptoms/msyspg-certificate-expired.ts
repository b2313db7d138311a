import { planDatabaseSsl } from '../choices/database-ssl/plan.ts';
import { readText } from '../host/text.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { readCertificate } from '../tls/certificate/read.ts';
import { putPair } from './issue.ts';
import type { Symptom } from './symptom.ts';

export const msyspgCertificateExpired: Symptom = {
  id: 'msyspg-certificate-expired',
  title: "The database's certificate has run out",
  meaning:
    'PostgreSQL itself goes on and says nothing. Clients that verify the server (sslmode verify-ca or verify-full, or a root.crt beside libpq) are refused.',
  words: ['certificate', 'expired', 'database', 'postgresql', 'verify-full', 'cannot log in'],
  messages: [
    {
      pattern: /SSL error: certificate verify failed/i,
      example: 'psql: error: connection to server at "127.0.0.1", port 5432 failed: SSL error: certificate verify failed',
    },
    {
      pattern: /sslv3 alert certificate expired/i,
      example: 'LOG:  could not accept SSL connection: sslv3 alert certificate expired',
    },
  ],
  concerns: { roles: ['database'] },
  explains: ['certificate-msyspg'],
  async check(host) {
    const database = await readDatabase(host);
    if (database?.ssl !== true) return [];
    const reading = readCertificate((await readText(host, database.certificate)) ?? '');
    if (!reading.ok) return [];
    const { notAfter, issuer, selfSigned } = reading.certificate;
    const until = `${database.certificate} is good until ${notAfter.toISOString()}`;
    if (notAfter >= host.now()) return [{ id: this.id, status: 'pass', what: until, evidence: [] }];
    const what = `${database.certificate} ran out on ${notAfter.toISOString().slice(0, 10)}: clients that verify are refused`;
    const evidence = [until, `it is now ${host.now().toISOString()}`, `issued by ${issuer}`];
    // One of a CA's is replaced by nobody but the CA.
    const remedy = selfSigned ? { changes: await planDatabaseSsl(host, {}) } : { steps: this.steps };
    return [{ id: this.id, status: 'fail', what, evidence, remedy }];
  },
  steps: ['Have your CA issue it anew, for the same names, and put certificate and key in their places', 'Restart msyspg'],
  faults: [
    {
      what: 'a self-signed certificate that ran out a month ago',
      answers: { databaseSsl: 'offer' },
      make: async (host) => {
        const database = await readDatabase(host);
        return database === undefined ? [] : putPair(host, database, { from: -395, until: -30 });
      },
    },
  ],
};
