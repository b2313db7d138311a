import type { OccurrenceId } from './occurrences.ts';
import type { PathStep, ScopePath } from './scope-path.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/**
 * A scope of the whole configuration: all scopes of that keyword and instance in that place, of all
 * files, as one ("you can specify the same group multiple times", Momentum manual, binding_group).
 */
export class Scope {
  readonly id: ScopeId;
  readonly table: ScopeTable;

  constructor(table: ScopeTable, id: ScopeId) {
    this.table = table;
    this.id = id;
  }

  /** In lower case; empty for the global one. */
  get keyword(): string {
    return this.table.occurrences.names.text(this.table.keyword(this.id));
  }
  /** Undefined for an anonymous one. Case counts, quotes do not. */
  get instance(): string | undefined {
    return this.table.instance(this.id);
  }
  get parent(): Scope | undefined {
    return this.id === 0 ? undefined : new Scope(this.table, this.table.parent(this.id));
  }

  get path(): ScopePath {
    const steps: PathStep[] = [];
    for (let scope: Scope | undefined = this; scope && scope.id !== 0; scope = scope.parent) {
      const { keyword, instance } = scope;
      steps.push(instance === undefined ? { keyword } : { keyword, instance });
    }
    return steps.reverse();
  }

  /** The scopes in it, in the order they were first met. */
  *children(): Generator<Scope> {
    const table = this.table;
    for (let id = table.firstChild(this.id); id !== 0; id = table.sibling(id)) yield new Scope(table, id);
  }

  /** `keyword` in any case. */
  child(keyword: string, instance?: string): Scope | undefined {
    const id = this.table.find(this.id, this.table.occurrences.names.find(keyword), instance);
    return id < 0 ? undefined : new Scope(this.table, id);
  }

  /** The scope at `path` seen from this one. */
  at(path: ScopePath): Scope | undefined {
    let scope: Scope | undefined = this;
    for (const { keyword, instance } of path) scope = scope?.child(keyword, instance);
    return scope;
  }

  /** Where the scope is opened, in reading order; none for the global one, which every file is. */
  declarations(): readonly OccurrenceId[] {
    const { occurrences } = this.table;
    const listed: OccurrenceId[] = [];
    for (let id = this.table.lastDeclaration(this.id); id !== 0; id = occurrences.before(id)) listed.push(id);
    return listed.reverse();
  }
}
