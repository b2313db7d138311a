import type { Configuration } from './read.ts';
import { Scope } from './scope.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** Which way mail goes in a scope: what listens, what delivers, or both. */
export type Direction = 'inbound' | 'outbound' | 'both';

/** A kind of scope in its place, and the kinds that have a direction within it. */
interface Kind {
  readonly direction: Direction;
  readonly within: Kinds;
}

type Kinds = Readonly<Partial<Record<string, Kind>>>;

const outbound = (within: Kinds = {}): Kind => ({ direction: 'outbound', within });
const inbound = (within: Kinds = {}): Kind => ({ direction: 'inbound', within });

/** Every place of a scope of mail by the kinds on the way, outermost first: looked up tens of thousands of times in a row. */
const PLACES: Kinds = {
  binding_group: outbound({ binding: outbound({ domain: outbound() }), domain: outbound() }),
  binding: outbound({ domain: outbound() }),
  domain: outbound(),
  listener: inbound({ listen: inbound({ peer: inbound() }), peer: inbound() }),
  pathway_group: inbound({ pathway: inbound() }),
  pathway: inbound(),
};

/**
 * Which direction the settings of a scope are about; undefined for scopes of modules and others. The
 * options of TLS are valid in these (Momentum manual, "tls_protocols"), though not in listeners of every kind.
 */
export function directionOf({ table, id }: Scope): Direction | undefined {
  return id === 0 ? 'both' : placeOf(table, id)?.direction;
}

function placeOf(table: ScopeTable, id: ScopeId): Kind | undefined {
  const outer = table.parent(id);
  const around = outer === 0 ? PLACES : placeOf(table, outer)?.within;
  return around?.[table.kind(id)];
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
