import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { assignments } from '../system/assignments.ts';

/** A line of cluster.boot: how this node follows the repository. */
export interface UpdatePolicy {
  /** `true` merges what others commit, `ifunchanged` skips it while there are edits here, `false` never takes any. */
  readonly autoupdate: string;
  readonly line: number;
}

/** Undefined where cluster.boot does not say: then every change is taken. */
export async function updatePolicy(host: Host): Promise<UpdatePolicy | undefined> {
  const found = (await assignments(host, LAYOUT.clusterBoot)).findLast(({ name }) => name === 'autoupdate');
  return found === undefined ? undefined : { autoupdate: found.value.toLowerCase(), line: found.line };
}
