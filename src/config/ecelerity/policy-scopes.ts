import type { Kind } from './kinds.ts';
import type { Configuration } from './read.ts';
import { Scope } from './scope.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** Which way mail goes in a scope: what listens, what delivers, or both. */
export type Direction = 'inbound' | 'outbound' | 'both';

/** A kind of scope in its place, and the kinds that have a direction within it. */
interface Place {
  readonly direction: Direction;
  /** Looked up tens of thousands of times in a row, which a Map is made for. */
  readonly within: ReadonlyMap<Kind, Place>;
}

type Within = Partial<Record<Kind, Place>>;

const place = (direction: Direction, within: Within): Place => ({
  direction,
  within: new Map(Object.entries(within) as [Kind, Place][]),
});
const outbound = (within: Within = {}) => place('outbound', within);
const inbound = (within: Within = {}) => place('inbound', within);

/** Every place of a scope of mail by the kinds on the way, outermost first. */
const GLOBAL = place('both', {
  binding_group: outbound({ binding: outbound({ domain: outbound() }), domain: outbound() }),
  binding: outbound({ domain: outbound() }),
  domain: outbound(),
  listener: inbound({ listen: inbound({ peer: inbound() }), peer: inbound() }),
  pathway_group: inbound({ pathway: inbound() }),
  pathway: inbound(),
});

/**
 * Which direction the settings of a scope are about; undefined for scopes of modules and others. The
 * options of TLS are valid in these (Momentum manual, "tls_protocols"), though not in listeners of every kind.
 */
export function directionOf({ table, id }: Scope): Direction | undefined {
  return placeOf(table, id)?.direction;
}

function placeOf(table: ScopeTable, id: ScopeId): Place | undefined {
  return id === 0 ? GLOBAL : placeOf(table, table.parent(id))?.within.get(table.kind(id));
}

/** Every scope that has a policy for one of `options`, in reading order: where it could be set, or is. */
export function policyScopes(configuration: Configuration, options: readonly string[]): Scope[] {
  const { table, settings } = configuration;
  const ids = options.map((option) => table.occurrences.names.find(option)).filter((id) => id !== undefined);
  /** By the numbers of the scopes: who is around a scope has a smaller one. */
  const places: (Place | undefined)[] = [];
  const found: Scope[] = [];
  for (let id = 0; id < table.count; id += 1) {
    places.push(id === 0 ? GLOBAL : places[table.parent(id)]?.within.get(table.kind(id)));
    if (places[id] !== undefined || ids.some((option) => settings.last(id, option) !== 0)) found.push(new Scope(table, id));
  }
  return found;
}
