import type { FileFacts, Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { HostPath } from '../model/paths.ts';
import { databasePlace } from '../services/msyspg/data-directory.ts';

/**
 * May an account be let to what stands there because a configuration names it? The account often writes that
 * configuration itself: it could name any file of the machine, and would be given it. So the database's account gets
 * what lies in the database's own directories, and the others what lies in Momentum's.
 */
export async function mayGive(host: Host, account: string, { real }: Pick<FileFacts, 'real'>): Promise<boolean> {
  if (account === 'root') return true;
  const place = await databasePlace(host);
  const isOfDatabase = await isBelow(host, real, [place.directory, LAYOUT.documentedDatabasePrefix]);
  if (isOfDatabase || account === place.account) return isOfDatabase && account === place.account;
  return isBelow(host, real, [LAYOUT.product, LAYOUT.ecconfigdSite]);
}

/** What a person looks at where it may not. */
export function whoNamedIt(account: string, path: HostPath): string {
  return `${path} lies outside of what is ${account}'s: look who had it named. If it is meant, put it where the others are`;
}

/** The directories may be links to another disk. */
async function isBelow(host: Host, real: HostPath, directories: readonly HostPath[]): Promise<boolean> {
  const places = await Promise.all(directories.map(async (path) => (await host.stat(path))?.real ?? path));
  return places.some((place) => real === place || real.startsWith(`${place}/`));
}
