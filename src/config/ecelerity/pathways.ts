import type { ScopeId, ScopeTable } from './scope-table.ts';

/** The pathways that stand in groups, by name. */
export class GroupedPathways {
  readonly #byName = new Map<string, ScopeId[]>();

  constructor(table: ScopeTable) {
    for (let group = table.firstChild(0); group !== 0; group = table.sibling(group)) {
      if (table.kind(group) !== 'pathway_group') continue;
      for (let scope = table.firstChild(group); scope !== 0; scope = table.sibling(scope)) {
        const name = table.instance(scope);
        if (name === undefined || table.kind(scope) !== 'pathway') continue;
        const same = this.#byName.get(name);
        if (same) same.push(scope);
        else this.#byName.set(name, [scope]);
      }
    }
  }

  named(name: string): readonly ScopeId[] {
    return this.#byName.get(name) ?? [];
  }
}
