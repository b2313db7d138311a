import type { Store } from '../../choices/encrypted-passwords/store.ts';
import type { FileFacts, Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { HostPath } from '../../model/paths.ts';

/** The two default places: credmgr's own, and that of the module. */
const DEFAULTS = [LAYOUT.credmgrStore, LAYOUT.securecredsStore] as const;

/** A default place with a database that is not the one in use, by whatever name; undefined where there is none. */
export async function otherPlace(
  host: Host,
  store: Store,
): Promise<{ readonly database: FileFacts; readonly key: HostPath } | undefined> {
  for (const { database, key } of DEFAULTS) {
    const facts = await host.stat(database);
    if (facts !== undefined && facts.real !== store.database.path) return { database: facts, key };
  }
  return undefined;
}

/** Every file of encrypted passwords there is: of the store in use, and in both default places. */
export async function credentialFiles(host: Host, store: Store): Promise<readonly FileFacts[]> {
  const paths = [store.database.path, store.key.path, ...DEFAULTS.flatMap(({ database, key }) => [database, key])];
  const found = new Map<string, FileFacts>();
  for (const path of paths) {
    const facts = await host.stat(path);
    if (facts !== undefined) found.set(facts.real, facts);
  }
  return [...found.values()];
}
