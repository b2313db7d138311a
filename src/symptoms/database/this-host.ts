import type { Host } from '../../host/host.ts';
import { hostName } from '../../host/names.ts';

/** Is it this host that a client of the database names? Other names may be as well: then it is not known. */
export async function isNamed(host: Host, name: string | undefined): Promise<boolean> {
  if (name === undefined || name === '') return false;
  if (name === 'localhost' || name === '::1' || name.startsWith('127.')) return true;
  return name === (await hostName(host));
}
