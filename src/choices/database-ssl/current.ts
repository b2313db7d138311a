import type { SslMode } from '../../answers/answers.ts';
import { admitsPlainTcp } from '../../config/pg-hba/plain.ts';
import { readRules, type ServerRules } from '../../config/pg-hba/read.ts';
import type { Host } from '../../host/host.ts';
import { configReader } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { msyspg } from '../../services/msyspg/index.ts';
import { pairFindings } from '../certificates/pair.ts';
import type { Current } from '../choice.ts';

export const CHOICE = 'databaseSsl';

/** The rules as this version reads them: continuation lines and includes came late. */
export function hbaRules(host: Host, database: Database): Promise<ServerRules> {
  const [major = 0, minor = 0] = database.version.parts;
  return readRules(configReader(host), database.hba, { version: Number(`${major}.${minor}`) });
}

/** off, offer or require, as the files say; what the server really does is verify's business. */
export async function currentDatabaseSsl(host: Host): Promise<Current> {
  const database = await readDatabase(host);
  if (database === undefined) return { answer: undefined, gaps: [absent] };
  const { rules, findings, diagnostics } = await hbaRules(host, database);
  const admitting = admitsPlainTcp(rules);
  const gaps: Finding[] = [...database.effective.findings, ...findings];
  for (const { file, line, column, what } of [...database.effective.diagnostics, ...diagnostics]) {
    gaps.push({ id: 'postgresql-config-broken', status: 'fail', what: `${file}:${line}:${column}: ${what}`, evidence: [] });
  }
  if (!database.ssl && admitting.length === 0 && rules.some((rule) => rule.type !== 'local')) {
    const what = 'Plain text is refused, but ssl is off: nobody can connect over TCP';
    gaps.push({ id: 'database-ssl-half', status: 'fail', what, evidence: [database.conf, database.hba] });
  }
  if (database.ssl) gaps.push(...(await pairFindings(host, { ...database, owner: 'msyspg', group: 'msyspg' }, CHOICE, msyspg)));
  return { answer: mode(database, admitting.length === 0), gaps };
}

function mode(database: Database, refusesPlain: boolean): SslMode {
  if (!database.ssl) return 'off';
  return refusesPlain ? 'require' : 'offer';
}

const absent: Finding = {
  id: 'database-absent',
  status: 'warn',
  what: 'There is no PostgreSQL data directory here: the database is on another host, or not installed yet',
  evidence: [],
};
