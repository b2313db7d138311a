import type { Host } from '../host/host.ts';
import type { ScopePolicy } from '../services/ecelerity/policy.ts';
import { mailServerPolicy } from './mail-server-policy.ts';

/** Scopes decided by one line, which no socket of this host shows. */
export interface Unobserved extends Omit<ScopePolicy, 'scope' | 'note'> {
  /** The first few by name, and how many there are. */
  readonly scopes: readonly string[];
  readonly count: number;
}

const NAMED = 3;

/** Whom a delivery meets, or a client from elsewhere: nobody here can ask for them. Neither a yes nor a no. */
export async function unobserved(host: Host): Promise<readonly Unobserved[]> {
  const groups = new Map<string, { readonly first: ScopePolicy; readonly names: string[]; count: number }>();
  for (const policy of await mailServerPolicy(host)) {
    if (policy.direction === 'inbound' && !/(^| \/ )(peer|pathway|pathway_group)( |$)/.test(policy.scope)) continue;
    const key = `${policy.direction} ${policy.option} ${policy.file}:${policy.line}`;
    const group = groups.get(key) ?? { first: policy, names: [], count: 0 };
    groups.set(key, group);
    group.count += 1;
    if (group.names.length < NAMED) group.names.push(policy.scope);
  }
  return [...groups.values()].map(({ first: { scope: _, note: __, ...line }, names, count }) => ({
    ...line,
    scopes: names,
    count,
  }));
}
