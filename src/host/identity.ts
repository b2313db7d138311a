import type { TreeIdentity } from '../plan/saved-plan.ts';
import type { Host } from './host.ts';
import { LAYOUT } from './layout.ts';
import { readText } from './text.ts';

/** What tells this tree from another one that looks the same. */
export async function treeIdentity(host: Host): Promise<TreeIdentity> {
  const [hostname, machineId] = await Promise.all(
    [LAYOUT.hostname, LAYOUT.machineId].map(async (path) => {
      const text = await readText(host, path).catch(() => undefined);
      return text?.split('\n')[0]?.trim() || null;
    }),
  );
  return { root: host.root, hostname: hostname ?? null, machineId: machineId ?? null };
}
