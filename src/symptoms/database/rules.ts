import { hbaRules } from '../../choices/database-ssl/current.ts';
import { admitsPlainTcp } from '../../config/pg-hba/plain.ts';
import type { FileRule } from '../../config/pg-hba/read.ts';
import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';

/** The database of this host with its rules of access. */
export interface RuledDatabase {
  readonly database: Database;
  readonly rules: readonly FileRule[];
  /** Those that let a session over TCP in without TLS. */
  readonly admitting: readonly FileRule[];
}

/** Undefined where this host has no database. */
export async function readRuledDatabase(host: Host): Promise<RuledDatabase | undefined> {
  const database = await readDatabase(host);
  if (database === undefined) return undefined;
  const { rules } = await hbaRules(host, database);
  return { database, rules, admitting: admitsPlainTcp(rules) };
}

/** As evidence: `file:line: the rule as it stands`. No rule holds a password, but for LDAP's: options are left out. */
export async function shownRules(host: Host, rules: readonly FileRule[]): Promise<readonly string[]> {
  return Promise.all(
    rules.slice(0, 5).map(async ({ file, line, start, end, method }) => {
      const text = ((await readText(host, file)) ?? '').slice(start, end).trim().replaceAll(/\s+/g, ' ');
      const cut = text.lastIndexOf(` ${method}`);
      return `${file}:${line}: ${cut < 0 ? text : text.slice(0, cut + method.length + 1)}`;
    }),
  );
}
