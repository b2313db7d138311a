import { type Configuration, declarationsOf, settingsIn } from '../../config/ecelerity/read.ts';
import { findBlock } from '../../config/managed-block.ts';
import type { Accounts } from '../../host/accounts.ts';
import type { FileFacts, Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { findMomentum } from '../../host/momentum.ts';
import { readText } from '../../host/text.ts';
import { type HostPath, hostPath } from '../../model/paths.ts';
import { readMailServer } from '../../services/ecelerity/configuration.ts';

export const CHOICE = 'encryptedPasswords';
/** Of our block in ecelerity.conf. */
export const BLOCK = 'encrypted-passwords';

/** As the manual has it: "Root has read/write access to this database and ecuser has read access". */
export const OWNED = { owner: 'root', group: 'ecuser', mode: 0o640 } as const;

/** By number: in a sandbox of an ordinary user all accounts are that user. */
export function isOwned(accounts: Accounts, { uid, gid, mode }: FileFacts): boolean {
  return uid === accounts.uid(OWNED.owner) && gid === accounts.gid(OWNED.group) && (mode & 0o777) === OWNED.mode;
}

/** The securecreds stanza of the mail server's configuration. */
export interface Stanza {
  readonly place: string;
  readonly enabled: boolean;
  readonly ours: boolean;
}

interface StoreFile {
  readonly path: HostPath;
  /** Undefined: not there. */
  readonly facts: FileFacts | undefined;
}

/** Where this node keeps encrypted passwords, or would. */
export interface Store {
  readonly configuration: Configuration;
  readonly stanza: Stanza | undefined;
  readonly database: StoreFile;
  readonly key: StoreFile;
  /** credmgr has no option to set an entry elsewhere than in its default files: whether these are they. */
  readonly isCredmgrs: boolean;
}

/** Why this cannot be chosen here; undefined where it can. */
export async function whyNot(host: Host): Promise<string | undefined> {
  const { version } = await findMomentum(host);
  if (version !== undefined && !version.atLeast('3.2'))
    return `Momentum ${version.text} has no encrypted passwords: they came with 3.2`;
  if ((await host.stat(LAYOUT.ecelerityConf)) === undefined) return 'This host has no configuration of a mail server';
  return (await host.stat(LAYOUT.credmgr)) === undefined ? `${LAYOUT.credmgr} is not there` : undefined;
}

/** The stanza says where; without one what is there already does, and credmgr's own default last. Undefined without a mail server. */
export async function readStore(host: Host): Promise<Store | undefined> {
  const configuration = await readMailServer(host);
  if (configuration === undefined) return undefined;
  const stanza = await readStanza(host, configuration);
  const places = stanza === undefined ? await placesFound(host) : placesNamed(configuration);
  const [database, key] = await Promise.all([fileAt(host, places.database), fileAt(host, places.key)]);
  const own = await Promise.all([realOf(host, LAYOUT.credmgrStore.database), realOf(host, LAYOUT.credmgrStore.key)]);
  return { configuration, stanza, database, key, isCredmgrs: own[0] === database.path && own[1] === key.path };
}

async function readStanza(host: Host, configuration: Configuration): Promise<Stanza | undefined> {
  const scope = configuration.global.child('securecreds');
  const declaration = scope && declarationsOf(configuration, scope).at(-1);
  if (scope === undefined || declaration === undefined) return undefined;
  const enabled = settingsIn(configuration, scope, 'enabled').at(-1)?.value;
  const main = (await readText(host, LAYOUT.ecelerityConf)) ?? '';
  return {
    place: `${declaration.file}:${declaration.line}`,
    enabled: !/^(false|off|0|no|disabled)$/i.test(enabled ?? ''),
    ours: findBlock(main, BLOCK).kind !== 'absent',
  };
}

/** What a stanza leaves out is the module's default, which is not credmgr's. */
function placesNamed(configuration: Configuration): Readonly<Record<'database' | 'key', HostPath>> {
  const scope = configuration.global.child('securecreds');
  const named = (option: string, otherwise: HostPath) => {
    const value = scope && settingsIn(configuration, scope, option).at(-1)?.value;
    return value?.startsWith('/') ? hostPath(value) : otherwise;
  };
  const { database, key } = LAYOUT.securecredsStore;
  return { database: named('credentials', database), key: named('key', key) };
}

async function placesFound(host: Host): Promise<Readonly<Record<'database' | 'key', HostPath>>> {
  const own = await host.stat(LAYOUT.credmgrStore.database);
  const other = own === undefined ? await host.stat(LAYOUT.securecredsStore.database) : undefined;
  return other === undefined ? LAYOUT.credmgrStore : LAYOUT.securecredsStore;
}

async function fileAt(host: Host, path: HostPath): Promise<StoreFile> {
  return { path: await realOf(host, path), facts: await host.stat(path) };
}

/**
 * A link to the other default place is what the manual allows where they differ. ecuser may make links beside the
 * default one: such a one keeps its own name, by which nothing is written.
 */
async function realOf(host: Host, path: HostPath): Promise<HostPath> {
  const facts = await host.stat(path);
  return facts === undefined ? path : writablePlace(facts);
}

/** Where a change may be made: at the end of links of root's, else by the name itself, which preflight and apply refuse. */
export function writablePlace({ path, real, followed }: FileFacts): HostPath {
  return followed.every(({ trusted }) => trusted) ? real : path;
}
