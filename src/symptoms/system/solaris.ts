import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Change } from '../../plan/change.ts';
import { putText } from '../change.ts';

/** For faults that only Solaris has: the tree says that it is one. */
export function onSolaris(host: Host): Promise<readonly Change[]> {
  return putText(host, LAYOUT.solarisRelease, '                   Oracle Solaris 10 1/13 s10x_u11wos_24a X86\n');
}
