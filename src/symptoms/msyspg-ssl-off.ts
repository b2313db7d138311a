import { planDatabaseSsl } from '../choices/database-ssl/plan.ts';
import type { Host } from '../host/host.ts';
import type { Change } from '../plan/change.ts';
import { type Database, readDatabase } from '../services/msyspg/database.ts';
import { editText } from './change.ts';
import { readRuledDatabase, shownRules } from './database/rules.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const msyspgSslOff: Symptom = {
  id: 'msyspg-ssl-off',
  title: 'PostgreSQL has ssl off, and its rules ask for it',
  meaning:
    'A hostssl line of pg_hba.conf matches nobody while ssl is off: who is let in by such lines alone cannot connect over TCP. PostgreSQL 9.x and older pass over the line or the whole file, and may not start.',
  words: ['hostssl', 'ssl off', 'cannot log in', 'database', 'pg_hba.conf', 'does not start', 'postgresql'],
  messages: [
    {
      pattern: /hostssl record cannot match because SSL is disabled/i,
      example: 'LOG:  hostssl record cannot match because SSL is disabled',
    },
    { pattern: /hostssl requires SSL to be turned on/i, example: 'LOG:  hostssl requires SSL to be turned on' },
    {
      pattern: /server does not support SSL, but SSL was required/i,
      example: 'psql: server does not support SSL, but SSL was required',
    },
  ],
  concerns: { since: '3.2', roles: ['database'] },
  explains: ['database-ssl-half', 'database-ssl-off'],
  async check(host) {
    const ruled = await readRuledDatabase(host);
    if (ruled === undefined) return [];
    const { database, rules, admitting } = ruled;
    if (database.ssl) return ruledOut(this, 'ssl is on');
    const forTls = rules.filter(({ type, method }) => type === 'hostssl' && method !== 'reject');
    const locked = admitting.length === 0 && rules.some(({ type }) => type !== 'local');
    if (forTls.length === 0 && !locked) return ruledOut(this, 'No rule asks for TLS');
    const changes = await turnedOn(host, database, admitting.length === 0);
    const what = locked
      ? 'ssl is off, and plain text is refused: nobody can connect over TCP'
      : `ssl is off, so ${forTls.length === 1 ? 'the hostssl line matches' : `${forTls.length} hostssl lines match`} nobody`;
    const steps = changes.length > 0 ? [] : COMMAND_LINE;
    return [
      {
        id: this.id,
        status: 'fail',
        what,
        evidence: [whereOff(database), ...(await shownRules(host, forTls.length > 0 ? forTls : rules))],
        remedy: { changes, steps },
      },
    ];
  },
  steps: ['Where TLS is not wanted: change hostssl to host in these lines. Then passwords cross the network readable'],
  faults: [
    {
      what: 'a hostssl line was written, and ssl left off',
      make: async (host) => {
        const hba = (await readDatabase(host))?.hba ?? '';
        return editText(host, hba, (text) => `${text}hostssl    ecelerity       ecuser          0.0.0.0/0               md5\n`);
      },
    },
    {
      what: 'TLS was required, and ssl switched off after it',
      answers: { databaseSsl: 'require' },
      make: async (host) => editText(host, (await readDatabase(host))?.conf ?? '', (text) => `${text}ssl = off\n`),
    },
  ],
};

const COMMAND_LINE = [
  "ssl is set to off on the server's command line, which wins over every file: take it out of the init script",
];

/** [] where no file decides. */
async function turnedOn(host: Host, database: Database, refusing: boolean): Promise<readonly Change[]> {
  if (database.effective.settings.get('ssl')?.value !== undefined && database.effective.settings.get('ssl')?.file === undefined)
    return [];
  return planDatabaseSsl(host, { databaseSsl: refusing ? 'require' : 'offer' });
}

function whereOff({ conf, effective }: Database): string {
  const ssl = effective.settings.get('ssl');
  if (ssl === undefined) return `${conf} does not set ssl, which is off by default`;
  return ssl.file === undefined
    ? `the server's command line sets ssl = ${ssl.value}`
    : `${ssl.file}:${ssl.line}: ssl = ${ssl.value}`;
}
