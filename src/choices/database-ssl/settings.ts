import { setSetting } from '../../config/postgresql/edit.ts';
import type { Host } from '../../host/host.ts';
import type { HostPath } from '../../model/paths.ts';
import type { Change, Effect } from '../../plan/change.ts';
import { type Database, readDatabase } from '../../services/msyspg/database.ts';
import { editFile, putBlock, takeBlock } from '../blocks.ts';
import { giveBack } from '../originals.ts';
import { BLOCK, CHOICE } from './current.ts';

const RESTART: readonly Effect[] = [{ service: 'msyspg', action: 'restart' }];

/** One setting that has to be in force, and how to tell that it is. */
interface Wanted {
  readonly name: string;
  /** As it stands in a file, without quotes. */
  readonly value: string;
  holds(database: Database): boolean;
}

/**
 * The settings of TLS where they take effect: a block of ours with what the operator's own lines do not
 * already come to. The last line counts, so the block goes to the end where something after it undoes
 * it; what ALTER SYSTEM wrote into postgresql.auto.conf is read after everything else, and changed there.
 */
export async function planSettings(
  host: Host,
  database: Database,
  pair: { readonly key: HostPath; readonly certificate: HostPath },
): Promise<readonly Change[]> {
  const request = {
    path: database.conf,
    choice: CHOICE,
    affects: RESTART,
    why: 'Turns TLS on: what stands last in the file counts',
  };
  const without = await takeBlock(host, request, BLOCK);
  const cleared = [...without, ...(await giveBack(host, CHOICE, database.autoConf, 'It is not needed any more', RESTART))];
  const bare = (await readDatabase(host.after(cleared))) ?? database;
  const missing = wantedSettings(bare, pair).filter((setting) => !setting.holds(bare));
  if (missing.length === 0) return cleared;
  const lines = missing.map(({ name, value }) => `${name} = ${/^\w+$/.test(value) ? value : `'${value}'`}`);
  const block = { id: BLOCK, why: 'TLS for the database. To change it: momentum-secure', lines };
  const inPlace = await putBlock(host, request, block, 'end');
  const left = await notInForce(host.after(inPlace), missing);
  if (left.length === 0) return inPlace;
  const moved = [...without, ...(await putBlock(host.after(without), request, block, 'end'))];
  const edits = await notInForce(host.after(moved), missing);
  // Where the end of the file is no better, the block may as well stay where it stands.
  const base = edits.length === left.length ? inPlace : moved;
  return [...base, ...(await overrideAutoConf(host.after(base), edits))];
}

/** 9.1 and older know one place for the pair, and do not start with a name they do not know. */
function wantedSettings(database: Database, pair: { key: HostPath; certificate: HostPath }): readonly Wanted[] {
  const { version } = database;
  const named: readonly Wanted[] = [
    { name: 'ssl_cert_file', value: 'server.crt', holds: ({ certificate }) => certificate === pair.certificate },
    { name: 'ssl_key_file', value: 'server.key', holds: ({ key }) => key === pair.key },
  ];
  const oldest: Wanted = { name: 'ssl_min_protocol_version', value: 'TLSv1.2', holds: asksForTls12 };
  return [
    { name: 'ssl', value: 'on', holds: ({ ssl }) => ssl },
    ...(version.atLeast('9.2') ? named : []),
    ...(version.atLeast('12') ? [oldest] : []),
  ];
}

function asksForTls12({ effective }: Database): boolean {
  const value = effective.settings.get('ssl_min_protocol_version')?.value.toLowerCase();
  return value === 'tlsv1.2' || value === 'tlsv1.3';
}

async function notInForce(host: Host, wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
  const database = await readDatabase(host);
  return database === undefined ? [] : wanted.filter((setting) => !setting.holds(database));
}

async function overrideAutoConf(host: Host, wanted: readonly Wanted[]): Promise<readonly Change[]> {
  const database = await readDatabase(host);
  const theirs = wanted.filter(({ name }) => database?.effective.settings.get(name)?.file === database?.autoConf);
  const first = theirs[0];
  if (database === undefined || first === undefined) return [];
  const changes: Change[] = [];
  for (const { name, value } of theirs) {
    const line = database.effective.settings.get(name)?.line;
    const why = `Line ${line} of it, written by ALTER SYSTEM, is read after everything else`;
    const request = { path: database.autoConf, choice: CHOICE, why, affects: RESTART };
    changes.push(...(await editFile(host.after(changes), request, (text) => setSetting(text, name, value))));
  }
  return changes;
}
