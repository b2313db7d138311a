import type { Answers } from '../../answers/answers.ts';
import { beforeOverlays } from '../../config/ecelerity/insertion.ts';
import { insertBlock } from '../../config/managed-block.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readOriginals } from '../../host/originals.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import type { Change, Effect, RunTool, TouchedPath } from '../../plan/change.ts';
import { MissingSecretError, type SecretReference, type Secrets } from '../../plan/secret.ts';
import { editFile, NotUnderstoodError, takeBlock } from '../blocks.ts';
import { mainFile } from '../configuration-edits.ts';
import { giveBack } from '../originals.ts';
import {
  documentedEntries,
  type Entry,
  identityOf,
  isLineOf,
  isSame,
  listEntries,
  ownEntries,
  RECORD,
  storedPassword,
} from './entries.ts';
import { BLOCK, CHOICE, isOwned, OWNED, readStore, type Store, whyNot } from './store.ts';

const RELOAD: readonly Effect[] = [{ service: 'ecelerity', action: 'reload' }];
const PASSWORD: SecretReference = { secret: 'servicePassword' };
const STORES = 'Stores the password of ecuser, encrypted, under every name by which the database is reached';

/** `false` and `null` take back what we made; what somebody else made stays, and the risks say so. */
export async function planEncryptedPasswords(host: Host, answers: Answers, secrets: Secrets = {}): Promise<readonly Change[]> {
  switch (answers.encryptedPasswords) {
    case undefined:
      return [];
    case true:
      return (await whyNot(host)) === undefined ? turnOn(host, secrets) : [];
    default:
      return takeBack(host);
  }
}

/** The database, the key and the entries, each read back; then, and only then, the mail server is told of them. */
async function turnOn(host: Host, secrets: Secrets): Promise<readonly Change[]> {
  const store = await readStore(host);
  if (store === undefined || !store.isCredmgrs) return [];
  // What stands there now is what the plan is made from.
  for (const { path } of [store.database, store.key]) await host.read(path);
  const missing = await entriesToSet(host, store, secrets.servicePassword);
  if (missing.length > 0 && secrets.servicePassword === undefined) {
    throw new MissingSecretError(
      'servicePassword',
      'The password of ecuser, the service account, is needed, and no file of Momentum has it',
    );
  }
  const tools = [...creating(store), ...storing(store, missing)];
  const touched = new Set(tools.flatMap(({ touches }) => touches.map(({ path }) => path)));
  const untouched = [store.database, store.key].filter(({ path }) => !touched.has(path));
  return [...tools, ...(await ownership(host, untouched)), ...(await recording(host, missing)), ...(await stanza(host, store))];
}

/** Those that are not there, and those of ours that hold another password now. Others' are left as they are. */
export async function entriesToSet(host: Host, store: Store, password: string | undefined): Promise<readonly Entry[]> {
  const wanted = await documentedEntries(host);
  if (store.database.facts === undefined || store.key.facts === undefined) return wanted;
  const own = await ownEntries(host);
  const stored = await Promise.all(wanted.map((entry) => storedPassword(host, entry)));
  return wanted.filter((entry, index) => {
    const now = stored[index];
    if (now === undefined) return true;
    return password !== undefined && now !== password && own.some((one) => isSame(one, entry));
  });
}

function creating({ database, key }: Store): readonly RunTool[] {
  return [
    ...(database.facts === undefined
      ? [credmgr(['create_db'], databaseTouches(database.path), 'Makes the database of encrypted passwords')]
      : []),
    ...(key.facts === undefined
      ? [credmgr(['create_key'], [{ path: key.path, attributes: OWNED }], 'Makes the key that they are encrypted with')]
      : []),
  ];
}

function storing({ database }: Store, entries: readonly Entry[]): readonly RunTool[] {
  const touches = databaseTouches(database.path);
  const sets = entries.map((entry) => credmgr(['set_cred', ...identityOf(entry), '-p', PASSWORD], touches, STORES));
  const proofs = entries.map((entry) => ({
    ...credmgr(['get_cred', ...identityOf(entry)], touches, 'Reads each of them back'),
    expects: PASSWORD,
  }));
  return [...sets, ...proofs];
}

function credmgr(args: RunTool['args'], touches: readonly TouchedPath[], why: string): RunTool {
  return { kind: 'tool', choice: CHOICE, why, affects: RELOAD, program: LAYOUT.credmgr, args, touches };
}

/** SQLite keeps what it would need to undo beside the database, while it writes. */
function databaseTouches(path: HostPath): readonly TouchedPath[] {
  return [
    { path, attributes: OWNED },
    { path: hostPath(`${path}-journal`), attributes: null },
  ];
}

/** What stands there already, and is open to others or closed to ecuser. */
async function ownership(host: Host, files: readonly Store['database'][]): Promise<readonly Change[]> {
  const accounts = await host.accounts();
  const why = 'root reads and writes it, ecuser reads it, and nobody else does';
  return files.flatMap(({ path, facts }): Change[] =>
    facts === undefined || isOwned(accounts, facts)
      ? []
      : [{ kind: 'attributes', choice: CHOICE, why, affects: RELOAD, path, attributes: OWNED }],
  );
}

async function recording(host: Host, made: readonly Entry[]): Promise<readonly Change[]> {
  const known = await ownEntries(host);
  const added = made.filter((entry) => !known.some((one) => isSame(one, entry)));
  if (added.length === 0) return [];
  const content = `${JSON.stringify([...known, ...added], null, 1)}\n`;
  const common = { choice: CHOICE, why: 'Our own record of these entries', affects: [], path: RECORD };
  const now = await host.read(RECORD);
  const whole = { start: 0, end: now?.bytes.length ?? 0, text: content };
  if (now !== undefined) return [{ kind: 'edit', ...common, onHash: now.hash, splices: [whole] }];
  return [{ kind: 'create', ...common, content, attributes: { owner: 'root', group: 'root', mode: 0o600 } }];
}

/** Before the installer's overlays, which have to stay last. One that is there already is respected. */
async function stanza(host: Host, { configuration, stanza: present, database, key }: Store): Promise<readonly Change[]> {
  if (present !== undefined) return [];
  const main = mainFile(configuration);
  const broken = configuration.diagnostics.filter(({ file }) => file === configuration.main);
  if (broken.length > 0) throw new NotUnderstoodError(configuration.main, broken);
  const block = {
    id: BLOCK,
    why: 'Where credmgr keeps the passwords, encrypted. To change it: momentum-secure',
    lines: ['securecreds {', `  Credentials = "${database.path}"`, `  Key = "${key.path}"`, '}'],
  };
  const request = {
    path: configuration.main,
    choice: CHOICE,
    why: 'Tells the mail server to take passwords from credmgr',
    affects: RELOAD,
  };
  return editFile(host, request, (text) => insertBlock(text, block, beforeOverlays(main) ?? 'end').splices);
}

/** The stanza goes first. The files go back whole where nobody but us wrote to them, else our entries alone go. */
async function takeBack(host: Host): Promise<readonly Change[]> {
  const store = await readStore(host);
  if (store === undefined) return [];
  const request = {
    path: LAYOUT.ecelerityConf,
    choice: CHOICE,
    why: 'Passwords are no longer taken from credmgr',
    affects: RELOAD,
  };
  // Other choices write to that file too: our block alone goes, which leaves the bytes that were there before it.
  const lines = await takeBlock(host, request, BLOCK);
  const files = (await giveBackStore(host, store)) ?? (await removeOwn(host, store));
  const record = await host.read(RECORD);
  const common = { choice: CHOICE, why: 'Nothing of ours is in it any more', affects: [], path: RECORD };
  return [...lines, ...files, ...(record === undefined ? [] : [{ kind: 'remove' as const, ...common, onHash: record.hash }])];
}

/** Undefined: somebody else wrote to the database meanwhile, or we never did. */
async function giveBackStore(host: Host, { database, key }: Store): Promise<readonly Change[] | undefined> {
  const why = 'As it was before this choice';
  const original = (await readOriginals(host, CHOICE)).find(({ path }) => path === database.path);
  if (original?.mixed === true) return undefined;
  const back = await giveBack(host, CHOICE, database.path, why, RELOAD);
  if (back.length === 0) return undefined;
  return [...back, ...(await giveBack(host, CHOICE, key.path, why, RELOAD))];
}

async function removeOwn(host: Host, { database, key, isCredmgrs }: Store): Promise<readonly Change[]> {
  const own = await ownEntries(host);
  const lines = own.length === 0 || !isCredmgrs ? [] : ((await listEntries(host)) ?? []);
  const there = own.filter((entry) => lines.some((line) => isLineOf(line, entry)));
  if (there.length === 0) return [];
  const originals = await readOriginals(host, CHOICE);
  const madeByUs = originals.some(({ path, before }) => path === database.path && before === null);
  const foreign = lines.filter((line) => !own.some((entry) => isLineOf(line, entry)));
  if (!madeByUs || foreign.length > 0) {
    const touches = databaseTouches(database.path);
    return there.map((entry) =>
      credmgr(['del_cred', ...identityOf(entry)], touches, 'Removes the entries that we made, and no others'),
    );
  }
  const now = await host.read(database.path);
  const common = { choice: CHOICE, why: 'It was made for this choice, and holds nothing of others', affects: RELOAD };
  const gone = now === undefined ? [] : [{ kind: 'remove' as const, ...common, path: database.path, onHash: now.hash }];
  return [...gone, ...(await giveBack(host, CHOICE, key.path, common.why, RELOAD))];
}
