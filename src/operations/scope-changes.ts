import type { Host } from '../host/host.ts';
import type { Change } from '../plan/change.ts';
import { readGround } from '../services/ecelerity/ground.ts';
import { policyChanges, type ScopeChange } from '../services/ecelerity/policy-changes.ts';

export type { ScopeChange };

/** What the changes come to in every scope of the mail server; [] where they are not about it. */
export async function scopeChanges(host: Host, changes: readonly Change[]): Promise<readonly ScopeChange[]> {
  if (!changes.some(({ affects }) => affects.some(({ service }) => service === 'ecelerity'))) return [];
  const [before, after] = await Promise.all([readGround(host), readGround(host.after(changes))]);
  return before === undefined || after === undefined ? [] : policyChanges(before, after);
}
