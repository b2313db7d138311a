import type { Configuration } from './read.ts';
import type { Scope } from './scope.ts';

/** Which way mail goes in a scope: what listens, what delivers, or both. */
export type Direction = 'inbound' | 'outbound' | 'both';

/** Every place of a scope of mail, outermost keyword first; any listener is a `listener`. */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ['', 'both'],
  ['binding_group', 'outbound'],
  ['binding_group/binding', 'outbound'],
  ['binding_group/binding/domain', 'outbound'],
  ['binding_group/domain', 'outbound'],
  ['binding', 'outbound'],
  ['binding/domain', 'outbound'],
  ['domain', 'outbound'],
  ['listener', 'inbound'],
  ['listener/listen', 'inbound'],
  ['listener/listen/peer', 'inbound'],
  ['listener/peer', 'inbound'],
  ['pathway_group', 'inbound'],
  ['pathway_group/pathway', 'inbound'],
  ['pathway', 'inbound'],
]);

/**
 * Which direction the settings of a scope are about; undefined for scopes of modules and others. The
 * options of TLS are valid in these (Momentum manual, "tls_protocols"), though not in listeners of every kind.
 */
export function directionOf(scope: Scope): Direction | undefined {
  let place = '';
  for (let one = scope; one.parent; one = one.parent) {
    const { keyword } = one;
    const step = keyword.endsWith('_listener') ? 'listener' : keyword;
    place = place === '' ? step : `${step}/${place}`;
  }
  return DIRECTIONS.get(place);
}

/** Every scope that has a policy for one of `options`, in reading order: where it could be set, or is. */
export function policyScopes(configuration: Configuration, options: readonly string[]): Scope[] {
  const ids = options.map((option) => configuration.occurrences.names.find(option)).filter((id) => id !== undefined);
  return configuration.scopes.filter((scope) => {
    return directionOf(scope) !== undefined || ids.some((id) => scope.settingsOf(id).length > 0);
  });
}
