import type { SslMode } from '../../answers/answers.ts';
import { admitsPlainTcp } from '../../config/pg-hba/plain.ts';
import { readRules, type ServerRules } from '../../config/pg-hba/read.ts';
import type { Host } from '../../host/host.ts';
import { findMomentum } from '../../host/momentum.ts';
import { configReader } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import { dataDirectory } from '../../services/msyspg/data-directory.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { msyspg } from '../../services/msyspg/index.ts';
import { pairFindings } from '../certificates/pair.ts';
import type { Current } from '../choice.ts';

export const CHOICE = 'databaseSsl';
/** Of our block in each file. */
export const BLOCK = 'database-ssl';

const OFF = 'SSL to the database is off: passwords and mail statistics cross the network in plain text';

/** The rules as this version reads them: continuation lines and includes came late. */
export function hbaRules(host: Host, database: Database): Promise<ServerRules> {
  const [major = 0, minor = 0] = database.version.parts;
  return readRules(configReader(host), database.hba, { version: Number(`${major}.${minor}`) });
}

/** off, offer or require, as the files say; what the server really does is verify's business. */
export async function currentDatabaseSsl(host: Host): Promise<Current> {
  const why = await whyNot(host);
  if (why !== undefined) return { answer: undefined, gaps: [notHere(why)] };
  const database = (await readDatabase(host)) as Database;
  const { rules, findings, diagnostics } = await hbaRules(host, database);
  const admitting = admitsPlainTcp(rules);
  const gaps: Finding[] = [...database.effective.findings, ...findings];
  for (const { file, line, column, what } of [...database.effective.diagnostics, ...diagnostics]) {
    gaps.push({ id: 'postgresql-config-broken', status: 'fail', what: `${file}:${line}:${column}: ${what}`, evidence: [] });
  }
  if (!database.ssl) gaps.push({ id: 'database-ssl-off', status: 'warn', what: OFF, evidence: [database.conf] });
  if (!database.ssl && admitting.length === 0 && rules.some((rule) => rule.type !== 'local')) {
    const what = 'Plain text is refused, but ssl is off: nobody can connect over TCP';
    gaps.push({ id: 'database-ssl-half', status: 'fail', what, evidence: [database.conf, database.hba] });
  }
  if (database.ssl) gaps.push(...(await pairFindings(host, database, CHOICE, msyspg)));
  return { answer: mode(database, admitting.length === 0), gaps };
}

function mode(database: Database, refusesPlain: boolean): SslMode {
  if (!database.ssl) return 'off';
  return refusesPlain ? 'require' : 'offer';
}

/** Why the choice does not exist on this host, in a sentence; undefined where it does. */
export async function whyNot(host: Host): Promise<string | undefined> {
  const { version } = await findMomentum(host);
  if (version !== undefined && !version.atLeast('3.2'))
    return `Momentum ${version.text} has no choice of SSL to the database: it came with 3.2`;
  if ((await readDatabase(host)) !== undefined) return undefined;
  const directory = await dataDirectory(host);
  return `There is no PostgreSQL cluster in ${directory} (no PG_VERSION): the database is on another host, or not installed yet`;
}

function notHere(what: string): Finding {
  return { id: 'database-absent', status: 'warn', what, evidence: [] };
}
