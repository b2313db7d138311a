import type { FileFacts } from '../../host/host.ts';
import type { Database } from './database.ts';

/** What PostgreSQL holds against its key file, in the order in which it looks; undefined where it is content. */
export type KeyObjection = 'owner' | 'mode';

/** A key of root's, which its group may read then, came with 9.6. */
export function mayBeOfRoot({ version }: Pick<Database, 'version'>): boolean {
  return version.atLeast('9.6');
}

/** As be-secure-openssl.c looks at it; `owner` is the uid that the server runs as. */
export function objectionToKey(
  database: Pick<Database, 'version'>,
  { uid, mode }: Pick<FileFacts, 'uid' | 'mode'>,
  owner: number | undefined,
): KeyObjection | undefined {
  const ofRoot = uid === 0 && owner !== 0 && mayBeOfRoot(database);
  if (uid !== owner && !ofRoot) return 'owner';
  return (mode & (ofRoot ? 0o037 : 0o077)) === 0 ? undefined : 'mode';
}
