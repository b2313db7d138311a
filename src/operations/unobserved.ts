import type { MailServerPolicy, MailServerScope } from './mail-server-policy.ts';

/** Scopes decided by one line, which no socket of this host shows. */
export interface Unobserved extends Omit<MailServerScope, 'scope' | 'note' | 'running'> {
  /** The first few by name, and how many there are. */
  readonly scopes: readonly string[];
  readonly count: number;
}

const NAMED = 3;

/** Whom a delivery meets, or a client from elsewhere: nobody here can ask for them. Neither a yes nor a no. */
export function unobserved({ scopes }: MailServerPolicy): readonly Unobserved[] {
  const groups = new Map<string, { readonly first: MailServerScope; readonly names: string[]; count: number }>();
  for (const policy of scopes) {
    if (policy.direction === 'inbound' && !/(^| \/ )(peer|pathway|pathway_group)( |$)/.test(policy.scope)) continue;
    const key = `${policy.direction} ${policy.option} ${policy.file}:${policy.line}`;
    const group = groups.get(key) ?? { first: policy, names: [], count: 0 };
    groups.set(key, group);
    group.count += 1;
    if (group.names.length < NAMED) group.names.push(policy.scope);
  }
  return [...groups.values()].map(({ first: { scope: _, note: __, running: ___, ...line }, names, count }) => ({
    ...line,
    scopes: names,
    count,
  }));
}
