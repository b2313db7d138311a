import type { Configuration } from './read.ts';
import type { Scope } from './scope.ts';

/** Which way mail goes in a scope: what listens, what delivers, or both. */
export type Direction = 'inbound' | 'outbound' | 'both';

/**
 * Which direction the settings of a scope are about; undefined for scopes of modules and others. The
 * options of TLS are valid in these (Momentum manual, "tls_protocols").
 */
export function directionOf(scope: Scope): Direction | undefined {
  if (!scope.parent) return 'both';
  const { keyword, parent } = scope;
  const atTop = parent.parent === undefined;
  if (keyword.endsWith('_listener') || keyword === 'pathway_group') return atTop ? 'inbound' : undefined;
  if (keyword === 'binding_group') return atTop ? 'outbound' : undefined;
  if (keyword === 'binding') return atTop || directionOf(parent) === 'outbound' ? 'outbound' : undefined;
  if (keyword === 'domain') return atTop || directionOf(parent) === 'outbound' ? 'outbound' : undefined;
  if (keyword === 'pathway') return atTop || parent.keyword === 'pathway_group' ? 'inbound' : undefined;
  if (keyword === 'listen') return parent.keyword.endsWith('_listener') ? 'inbound' : undefined;
  if (keyword === 'peer') return directionOf(parent) === 'inbound' && !parent.keyword.startsWith('p') ? 'inbound' : undefined;
  return undefined;
}

/** Every scope that has a policy for one of `options`, in reading order: where it could be set, or is. */
export function policyScopes(configuration: Configuration, options: readonly string[]): Scope[] {
  const ids = options.map((option) => configuration.occurrences.names.find(option)).filter((id) => id !== undefined);
  return configuration.scopes.filter(
    (scope) => directionOf(scope) !== undefined || ids.some((id) => scope.settingsOf(id).length > 0),
  );
}
