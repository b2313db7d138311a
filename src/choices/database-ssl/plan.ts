import type { Answers } from '../../answers/answers.ts';
import { requireSslBlock } from '../../config/pg-hba/plain.ts';
import { setSetting } from '../../config/postgresql/edit.ts';
import type { Host } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { HostPath } from '../../model/paths.ts';
import type { Change, Effect } from '../../plan/change.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { msyspg } from '../../services/msyspg/index.ts';
import { editFile, NotUnderstoodError, putBlock, takeBlock } from '../blocks.ts';
import { planPair, readPair } from '../certificates/pair.ts';
import { giveBack } from '../originals.ts';
import { databaseNames } from './clients.ts';
import { CHOICE, currentDatabaseSsl, hbaRules } from './current.ts';

export const BLOCK = 'database-ssl';
const RESTART: readonly Effect[] = [{ service: 'msyspg', action: 'restart' }];

/** Undefined answers leave the mode as it is; `null` takes back what an earlier run of ours did. */
export async function planDatabaseSsl(host: Host, answers: Answers): Promise<readonly Change[]> {
  const database = await readDatabase(host);
  if (database === undefined) return [];
  const now = (await currentDatabaseSsl(host)).answer;
  const ours = (await readOriginals(host, CHOICE)).length > 0;
  const wanted = answers.databaseSsl === null ? (ours ? 'off' : now) : (answers.databaseSsl ?? now);
  if (wanted === 'off') return now === 'off' && !ours ? [] : turnOff(host, database);
  return turnOn(host, database, answers, wanted === 'require');
}

/** The pair first, then `ssl = on`, then refusing plain text: the server starts from any prefix of it. */
async function turnOn(host: Host, database: Database, answers: Answers, refusePlain: boolean): Promise<readonly Change[]> {
  const place = { ...(await servedPair(host, database)), owner: 'msyspg', group: 'msyspg' };
  const pair = await planPair(host, answers, {
    choice: CHOICE,
    key: 'database',
    service: msyspg,
    place,
    addressedAs: await databaseNames(host, database),
    affects: RESTART,
  });
  const settings = await planSettings(host, database, place);
  const rules = refusePlain
    ? await planRequire(host, database)
    : await takeBlock(host, hbaRequest(database, 'Plain text is let in again'), BLOCK);
  // Letting plain text in again comes before anything else, like every undoing.
  return refusePlain ? [...pair, ...settings, ...rules] : [...rules, ...pair, ...settings];
}

/**
 * Which pair PostgreSQL is to use: the one its settings name where that is a valid one, else the two
 * names in the data directory, where every version looks by default.
 */
async function servedPair(host: Host, database: Database): Promise<{ key: HostPath; certificate: HostPath }> {
  const named = { key: database.key, certificate: database.certificate, owner: 'msyspg', group: 'msyspg' };
  if ((await readPair(host, named, CHOICE)).state === 'valid') return named;
  const directory = database.directory;
  return { key: `${directory}/server.key` as HostPath, certificate: `${directory}/server.crt` as HostPath };
}

async function planSettings(
  host: Host,
  database: Database,
  pair: { key: HostPath; certificate: HostPath },
): Promise<readonly Change[]> {
  refuseBroken(database);
  const request = {
    path: database.conf,
    choice: CHOICE,
    affects: RESTART,
    why: 'Turns TLS on: what stands last in the file counts',
  };
  // What the operator's own lines come to is what our block has to add to, however often we run.
  const without = await takeBlock(host, request, BLOCK);
  const bare = (await readDatabase(host.after(without))) ?? database;
  const lines: string[] = [];
  if (!bare.ssl) lines.push('ssl = on');
  // 9.1 and older do not start with these two; elsewhere they are needed only to overrule another place.
  if (bare.certificate !== pair.certificate && bare.version.atLeast('9.2')) lines.push("ssl_cert_file = 'server.crt'");
  if (bare.key !== pair.key && bare.version.atLeast('9.2')) lines.push("ssl_key_file = 'server.key'");
  const oldest = bare.effective.settings.get('ssl_min_protocol_version')?.value;
  if (bare.version.atLeast('12') && !isTls12OrNewer(oldest)) lines.push("ssl_min_protocol_version = 'TLSv1.2'");
  if (lines.length === 0) return without;
  const block = { id: BLOCK, why: 'TLS for the database. To change it: momentum-secure', lines };
  return [...(await putBlock(host, request, block, 'end')), ...(await overrideAutoConf(host, bare))];
}

/** ALTER SYSTEM writes postgresql.auto.conf, which is read after everything else: `ssl = off` there would win. */
async function overrideAutoConf(host: Host, database: Database): Promise<readonly Change[]> {
  const ssl = database.effective.settings.get('ssl');
  if (ssl?.file !== database.autoConf || database.ssl) return [];
  const why = `Line ${ssl.line} of it turns TLS off after everything else`;
  return editFile(host, { path: database.autoConf, choice: CHOICE, why, affects: RESTART }, (text) =>
    setSetting(text, 'ssl', 'on'),
  );
}

function isTls12OrNewer(value: string | undefined): boolean {
  return value !== undefined && ['tlsv1.2', 'tlsv1.3'].includes(value.toLowerCase());
}

async function planRequire(host: Host, database: Database): Promise<readonly Change[]> {
  const { diagnostics } = await hbaRules(host, database);
  const broken = diagnostics[0];
  if (broken !== undefined) throw new NotUnderstoodError(broken.file, diagnostics);
  const block = {
    id: BLOCK,
    why: 'Plain text is refused over TCP, before any other rule. To change it: momentum-secure',
    lines: requireSslBlock(),
  };
  return putBlock(host, hbaRequest(database, 'Refuses plain text over TCP for everybody, replication included'), block, 'top');
}

/** Plain text is let in again first, then TLS goes off, then the pair goes: the reverse of turning it on. */
async function turnOff(host: Host, database: Database): Promise<readonly Change[]> {
  refuseBroken(database);
  const rules = await takeBlock(host, hbaRequest(database, 'Plain text is let in again'), BLOCK);
  const auto = await giveBack(host, CHOICE, database.autoConf, 'As it was before', RESTART);
  const request = { path: database.conf, choice: CHOICE, why: 'TLS is turned off', affects: RESTART };
  const ours = [...auto, ...(await takeBlock(host, request, BLOCK))];
  // TLS that stays on without our block is the operator's own line: the choice says off, so that line changes.
  const theirs = await turnOffTheirs(host.after(ours));
  const place = {
    key: `${database.directory}/server.key` as HostPath,
    certificate: `${database.directory}/server.crt` as HostPath,
  };
  const why = 'The pair was made for this choice';
  const certificate = await giveBack(host, CHOICE, place.certificate, why, RESTART, 'database');
  const key = await giveBack(host, CHOICE, place.key, why, RESTART, 'database');
  return [...rules, ...ours, ...theirs, ...certificate, ...key];
}

async function turnOffTheirs(host: Host): Promise<readonly Change[]> {
  const database = await readDatabase(host);
  const ssl = database?.effective.settings.get('ssl');
  if (database?.ssl !== true || ssl?.file === undefined) return [];
  const request = {
    path: ssl.file,
    choice: CHOICE,
    why: `TLS is turned off where line ${ssl.line} turned it on`,
    affects: RESTART,
  };
  return editFile(host, request, (text) => setSetting(text, 'ssl', 'off'));
}

function refuseBroken(database: Database): void {
  const broken = database.effective.diagnostics[0];
  if (broken !== undefined) throw new NotUnderstoodError(broken.file, database.effective.diagnostics);
}

function hbaRequest(database: Database, why: string) {
  return { path: database.hba, choice: CHOICE, why, affects: RESTART };
}
