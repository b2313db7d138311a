import type { Scope } from './scope.ts';

/** What a scope is to the one that falls back to it. */
export type RungKind =
  | 'own'
  | 'domain'
  | 'binding'
  | 'binding-elsewhere'
  | 'binding-group'
  | 'global-domain'
  | 'listen-peer'
  | 'listen'
  | 'listener-peer'
  | 'listener'
  | 'pathway'
  | 'outer'
  | 'global';

/** A scope that a value may come from. */
export interface Rung {
  readonly kind: RungKind;
  readonly scope: Scope;
  /** False for a regular expression of which it cannot be told whether it matches. */
  readonly certain: boolean;
}

const INBOUND: readonly RungKind[] = ['listen-peer', 'listen', 'listener-peer', 'listener'];

/**
 * Whether the manual says which of two kinds of scopes decides. It lists domain in binding, domain in
 * binding_group, binding, global domain, global ("Configuration fallback"), and that a binding falls back
 * to its group; pathway_group::pathway, pathway, pathway_group, global ("Pathway"); that a peer within
 * a listen overrides one within the listener, and a listen falls back to its listener ("ESMTP_Listener").
 */
export function rankDocumented(one: RungKind, other: RungKind): boolean {
  const is = (a: RungKind, b: RungKind) => (one === a && other === b) || (one === b && other === a);
  if (is('binding-group', 'global-domain') || is('listen', 'listener-peer')) return false;
  if (one === 'binding-elsewhere' || other === 'binding-elsewhere') return false;
  if (one === 'outer' || other === 'outer') return false;
  return !((one === 'pathway' && INBOUND.includes(other)) || (other === 'pathway' && INBOUND.includes(one)));
}
