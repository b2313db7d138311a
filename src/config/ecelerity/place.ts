import { type Kind, kindOf } from './kinds.ts';
import type { ScopePath } from './scope-path.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** The way to a scope, outermost step first: one that is declared, or one that only could be. */
export interface Place {
  readonly length: number;
  /** Undefined past the last step. */
  kind(step: number): Kind | undefined;
  /** Negative where the step is not declared, and for those past the last one. */
  scope(step: number): ScopeId;
  instance(step: number): string | undefined;
}

/** A declared scope. Its steps' names are made when somebody asks: for most of fifty thousand nobody does. */
export class DeclaredPlace implements Place {
  readonly length: number;
  readonly #table: ScopeTable;
  readonly #scope: ScopeId;

  constructor(table: ScopeTable, scope: ScopeId) {
    this.#table = table;
    this.#scope = scope;
    let length = 0;
    for (let id = scope; id > 0; id = table.parent(id)) length += 1;
    this.length = length;
  }

  kind(step: number): Kind | undefined {
    const scope = this.scope(step);
    return scope < 0 ? undefined : this.#table.kind(scope);
  }
  scope(step: number): ScopeId {
    if (step >= this.length) return -1;
    let id = this.#scope;
    for (let inner = this.length - 1; inner > step; inner -= 1) id = this.#table.parent(id);
    return id;
  }
  instance(step: number): string | undefined {
    return this.#table.instance(this.scope(step));
  }
}

export class NamedPlace implements Place {
  readonly length: number;
  readonly #path: ScopePath;
  readonly #scopes: ScopeId[] = [];

  constructor(table: ScopeTable, path: ScopePath) {
    this.#path = path;
    this.length = path.length;
    let scope = 0;
    for (const { keyword, instance } of path) {
      scope = scope < 0 ? -1 : table.find(scope, table.occurrences.names.find(keyword), instance);
      this.#scopes.push(scope);
    }
  }

  kind(step: number): Kind | undefined {
    const keyword = this.#path[step]?.keyword;
    return keyword === undefined ? undefined : kindOf(keyword.toLowerCase());
  }
  scope(step: number): ScopeId {
    return this.#scopes[step] ?? -1;
  }
  instance(step: number): string | undefined {
    return this.#path[step]?.instance;
  }
}
