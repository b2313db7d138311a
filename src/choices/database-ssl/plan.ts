import type { Answers } from '../../answers/answers.ts';
import { admitsPlainTcp, requireSslBlock } from '../../config/pg-hba/plain.ts';
import { setSetting } from '../../config/postgresql/edit.ts';
import type { Host } from '../../host/host.ts';
import { readOriginals } from '../../host/originals.ts';
import type { HostPath } from '../../model/paths.ts';
import type { Change, Effect } from '../../plan/change.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { msyspg } from '../../services/msyspg/index.ts';
import { editFile, NotUnderstoodError, putBlock, takeBlock } from '../blocks.ts';
import type { FilesTarget } from '../certificates/files.ts';
import { planPair, readPair } from '../certificates/pair.ts';
import { exactly, giveBack } from '../originals.ts';
import { databaseNames } from './clients.ts';
import { BLOCK, CHOICE, currentDatabaseSsl, hbaRules } from './current.ts';
import { planSettings } from './settings.ts';

const RESTART: readonly Effect[] = [{ service: 'msyspg', action: 'restart' }];

/** Undefined answers leave the mode as it is; `null` takes back what an earlier run of ours did. */
export async function planDatabaseSsl(host: Host, answers: Answers): Promise<readonly Change[]> {
  const now = (await currentDatabaseSsl(host)).answer;
  const database = now === undefined ? undefined : await readDatabase(host);
  if (database === undefined) return [];
  const ours = (await readOriginals(host, CHOICE)).length > 0;
  switch (answers.databaseSsl) {
    case undefined:
      return now === 'off' ? [] : planServedPair(host, database, answers);
    case null:
      return ours ? takeBack(host, database) : [];
    case 'off':
      return now === 'off' && !ours ? [] : turnOff(host, database);
    default:
      return turnOn(host, database, answers, answers.databaseSsl === 'require');
  }
}

/** The pair first, then `ssl = on`, then refusing plain text: the server starts from any prefix of it. */
async function turnOn(host: Host, database: Database, answers: Answers, refusePlain: boolean): Promise<readonly Change[]> {
  refuseBroken(database);
  const pair = await planServedPair(host, database, answers);
  const settings = await planSettings(host, database, await servedPair(host, database));
  // Letting plain text in again comes before anything else, like every undoing.
  return refusePlain
    ? [...pair, ...settings, ...(await planRequire(host, database))]
    : [...(await letPlainIn(host, database)), ...pair, ...settings];
}

async function planServedPair(host: Host, database: Database, answers: Answers): Promise<readonly Change[]> {
  const addressedAs = await databaseNames(host, database);
  return planPair(host, answers, { ...(await databasePair(host, database)), addressedAs });
}

/** Whose pair it is, and where it goes. */
export async function databasePair(host: Host, database: Database): Promise<FilesTarget> {
  const place = { ...(await servedPair(host, database)), owner: database.owner, group: database.group };
  return { choice: CHOICE, key: 'database', service: msyspg, place, affects: RESTART };
}

/**
 * Which pair PostgreSQL is to use: the one its settings name, else the two names in the data directory,
 * where every version looks by default. A pair elsewhere that does not work stays the one that is named
 * where it could be a CA's: to pass it over would be to replace it unasked.
 */
async function servedPair(host: Host, database: Database): Promise<{ key: HostPath; certificate: HostPath }> {
  const named = { key: database.key, certificate: database.certificate };
  const pair = await readPair(host, { ...named, owner: database.owner, group: database.group }, CHOICE);
  if (pair.state === 'valid' || (pair.state === 'broken' && !pair.replaceable)) return named;
  return pairInDirectory(database);
}

function pairInDirectory({ directory }: Database): { key: HostPath; certificate: HostPath } {
  return { key: `${directory}/server.key` as HostPath, certificate: `${directory}/server.crt` as HostPath };
}

/** Nothing where the operator's own rules refuse plain text already. */
async function planRequire(host: Host, database: Database): Promise<readonly Change[]> {
  const { rules, diagnostics } = await hbaRules(host, database);
  const broken = diagnostics[0];
  if (broken !== undefined) throw new NotUnderstoodError(broken.file, diagnostics);
  const request = hbaRequest(database, 'Refuses plain text over TCP for everybody, replication included');
  const ours = (await takeBlock(host, request, BLOCK)).length > 0;
  if (!ours && rules.length > 0 && admitsPlainTcp(rules).length === 0) return [];
  const block = {
    id: BLOCK,
    why: 'Plain text is refused over TCP, before any other rule. To change it: momentum-secure',
    lines: requireSslBlock(),
  };
  return putBlock(host, request, block, 'top');
}

function letPlainIn(host: Host, database: Database): Promise<readonly Change[]> {
  return takeBlock(host, hbaRequest(database, 'Plain text is let in again'), BLOCK);
}

/** Plain text is let in again first, then TLS goes off, then the pair goes: the reverse of turning it on. */
async function turnOff(host: Host, database: Database): Promise<readonly Change[]> {
  const [rules, settings, pair] = await ourParts(host, database, []);
  // TLS that stays on without our block is the operator's own line: the choice says off, so that line changes.
  const theirs = await turnOffTheirs(host.after([...rules, ...settings]));
  return [...rules, ...settings, ...theirs, ...pair];
}

/** Only what is ours, all of it: what the operator's own lines come to is in force again. */
async function takeBack(host: Host, database: Database): Promise<readonly Change[]> {
  const { key, certificate } = pairInDirectory(database);
  const touched = (await readOriginals(host, CHOICE)).map(({ path }) => path);
  const files = touched.filter((path) => path !== key && path !== certificate && path !== database.hba);
  return (await ourParts(host, database, files)).flat();
}

type Parts = readonly [rules: readonly Change[], settings: readonly Change[], pair: readonly Change[]];

async function ourParts(host: Host, database: Database, also: readonly HostPath[]): Promise<Parts> {
  refuseBroken(database);
  const rules = await exactly(host, CHOICE, await letPlainIn(host, database));
  const auto = await giveBack(host, CHOICE, database.autoConf, 'As it was before', RESTART);
  const request = { path: database.conf, choice: CHOICE, why: 'TLS is turned off', affects: RESTART };
  const settings = await exactly(host, CHOICE, [...auto, ...(await takeBlock(host, request, BLOCK))], {
    paths: also,
    affects: RESTART,
  });
  const place = pairInDirectory(database);
  const why = 'The pair was made for this choice';
  const pair = [
    ...(await giveBack(host, CHOICE, place.certificate, why, RESTART, 'database')),
    ...(await giveBack(host, CHOICE, place.key, why, RESTART, 'database')),
  ];
  return [rules, settings, pair];
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
