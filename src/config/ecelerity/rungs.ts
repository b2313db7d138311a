import type { ScopeId } from './scope-table.ts';

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
  readonly scope: ScopeId;
  /** False for a regular expression of which it cannot be told whether it matches. */
  readonly certain: boolean;
}

/**
 * Whether the manual says which of two kinds of scopes decides. It lists domain in binding, domain in
 * binding_group, binding, global domain, global ("Configuration fallback"), and that a binding falls back
 * to its group; pathway_group::pathway, pathway, pathway_group, global ("Pathway"); that a peer within
 * a listen overrides one within the listener, and a listen falls back to its listener ("ESMTP_Listener").
 */
export function rankDocumented(one: RungKind, other: RungKind): boolean {
  if (isUnranked(one) || isUnranked(other)) return false;
  if (one === 'pathway' || other === 'pathway') return !isInbound(one) && !isInbound(other);
  return !isPair(one, other, 'binding-group', 'global-domain') && !isPair(one, other, 'listen', 'listener-peer');
}

/** That such a scope is asked at all is not documented. */
export function isUnranked(kind: RungKind): boolean {
  return kind === 'binding-elsewhere' || kind === 'outer';
}

function isInbound(kind: RungKind): boolean {
  return kind === 'listen-peer' || kind === 'listen' || kind === 'listener-peer' || kind === 'listener';
}

function isPair(one: RungKind, other: RungKind, a: RungKind, b: RungKind): boolean {
  return (one === a && other === b) || (one === b && other === a);
}
