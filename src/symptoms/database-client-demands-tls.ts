import { readClients } from '../choices/database-ssl/clients.ts';
import { planDatabaseSsl } from '../choices/database-ssl/plan.ts';
import { LAYOUT } from '../host/layout.ts';
import { readDatabase } from '../services/msyspg/database.ts';
import { editText } from './change.ts';
import { isNamed } from './database/this-host.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const DEMANDING = /^(?:require|verify-ca|verify-full)$/i;

export const databaseClientDemandsTls: Symptom = {
  id: 'database-client-demands-tls',
  title: 'A client of the database demands TLS, and the database has none',
  meaning: 'A data source with sslmode=require, verify-ca or verify-full goes nowhere while the server has ssl off.',
  words: ['cannot log in', 'sslmode', 'ssl off', 'database', 'datasource', 'ecdb', 'require'],
  messages: [
    {
      pattern: /server does not support SSL, but SSL was required/i,
      example: 'connection to server at "127.0.0.1", port 5432 failed: server does not support SSL, but SSL was required',
    },
  ],
  concerns: { since: '3.2', roles: ['database'] },
  async check(host) {
    const database = await readDatabase(host);
    const demanding = (await readClients(host)).filter(({ sslmode }) => DEMANDING.test(sslmode ?? ''));
    if (database === undefined || demanding.length === 0) return [];
    if (database.ssl) return ruledOut(this, 'ssl is on, as the data sources want it');
    const evidence = demanding.map(
      ({ file, line, host: name, sslmode }) => `${file}:${line}: sslmode=${sslmode} towards ${name}`,
    );
    const here = await Promise.all(demanding.map((client) => isNamed(host, client.host)));
    const status = here.includes(true) ? 'fail' : 'warn';
    const remedy = { changes: await planDatabaseSsl(host, { databaseSsl: 'offer' }), steps: [] };
    const what = 'Data sources of this host demand TLS, and its database has ssl off';
    return [{ id: this.id, status, what, evidence: [...evidence, `${database.conf}: ssl is off`], remedy }];
  },
  steps: [],
  faults: [
    {
      what: "the mail server's data source says sslmode=require",
      make: (host) => editText(host, LAYOUT.datasources[0], (text) => text.replace('pgsql:host=', 'pgsql:sslmode=require;host=')),
    },
  ],
};
