import type { Configuration } from './read.ts';
import { Scope } from './scope.ts';

/** Which way mail goes in a scope: what listens, what delivers, or both. */
export type Direction = 'inbound' | 'outbound' | 'both';

/** Every place of a scope of mail by the kinds on the way, outermost first. */
const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
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
export function directionOf({ table, id }: Scope): Direction | undefined {
  if (id === 0) return 'both';
  const outer = table.parent(id);
  if (outer === 0) return DIRECTIONS.get(table.kind(id));
  const outmost = table.parent(outer);
  if (outmost === 0) return DIRECTIONS.get(`${table.kind(outer)}/${table.kind(id)}`);
  if (table.parent(outmost) !== 0) return undefined;
  return DIRECTIONS.get(`${table.kind(outmost)}/${table.kind(outer)}/${table.kind(id)}`);
}

/** Every scope that has a policy for one of `options`, in reading order: where it could be set, or is. */
export function policyScopes(configuration: Configuration, options: readonly string[]): Scope[] {
  const { table, settings } = configuration;
  const ids = options.map((option) => table.occurrences.names.find(option)).filter((id) => id !== undefined);
  const found: Scope[] = [];
  for (let id = 0; id < table.count; id += 1) {
    const scope = new Scope(table, id);
    if (directionOf(scope) !== undefined || ids.some((option) => settings.last(id, option) !== 0)) found.push(scope);
  }
  return found;
}
