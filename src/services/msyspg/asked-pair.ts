import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Finding } from '../../model/finding.ts';
import { joinPath } from '../../model/paths.ts';
import { type Database, inTree, readDatabase } from './database.ts';
import { askDatabase } from './sessions.ts';

/**
 * Where the running PostgreSQL reads its pair, asked of itself, beside where its files say so; and a
 * pair under the prefix that create_ssl_cert documents, which no PostgreSQL looks at.
 */
export async function databasePairFindings(host: Host): Promise<readonly Finding[]> {
  const database = await readDatabase(host);
  if (database === undefined) return [];
  return [...(await otherThanAsked(host, database)), ...(await strayPair(host, database))];
}

async function otherThanAsked(host: Host, database: Database): Promise<readonly Finding[]> {
  if (!database.version.atLeast('9.2') || !database.ssl) return [];
  const answer = await askDatabase(host, database, "select current_setting('ssl_key_file'), current_setting('ssl_cert_file')");
  const [key, certificate] = (answer.rows?.[0] ?? []).map((path) => inTree(host, database.directory, path));
  if (key === undefined || certificate === undefined) return [];
  if (key === database.key && certificate === database.certificate) return [];
  const what = `PostgreSQL runs with ${key} and ${certificate}, but its files now name ${database.key} and ${database.certificate}`;
  const steps = ['Restart it, or take the edit of its settings back: which pair is to be renewed is not certain'];
  return [{ id: 'certificate-msyspg-place', status: 'fail', what, evidence: [database.conf], remedy: { steps } }];
}

async function strayPair(host: Host, database: Database): Promise<readonly Finding[]> {
  const stray = joinPath(LAYOUT.documentedDatabasePrefix, 'server.crt');
  if (stray === database.certificate || (await host.stat(stray)) === undefined) return [];
  // Where a link leads from one to the other, they are one.
  if ((await host.stat(stray))?.real === (await host.stat(database.certificate))?.real) return [];
  const what = `${stray} is where create_ssl_cert's page has it made, but PostgreSQL reads ${database.certificate}`;
  const steps = [`Nothing uses it: remove it and ${joinPath(LAYOUT.documentedDatabasePrefix, 'server.key')}`];
  return [{ id: 'certificate-msyspg-stray', status: 'warn', what, evidence: [stray], remedy: { steps } }];
}
