import type { OccurrenceId, Occurrences } from './occurrences.ts';
import type { PathStep, ScopePath } from './scope-path.ts';

/** A search for an option in a scope with more settings than these makes an index of them; for fewer it costs more than it saves. */
const INDEXED = 16;

/**
 * A scope of the whole configuration: all scopes of that keyword and instance in that place, of all
 * files, as one ("you can specify the same group multiple times", Momentum manual, binding_group).
 */
export class Scope {
  readonly parent: Scope | undefined;
  /** Undefined for an anonymous one. Case counts, quotes do not. */
  readonly instance: string | undefined;
  readonly #keyword: number;
  readonly #all: Occurrences;
  /** By instance; those of other keywords with the same instance follow one by one. */
  #children: Map<string, Scope> | undefined;
  #twin: Scope | undefined;
  #lastSetting: OccurrenceId = 0;
  #lastDeclaration: OccurrenceId = 0;
  #count = 0;
  #index: Map<number, OccurrenceId[]> | undefined;

  constructor(all: Occurrences, parent: Scope | undefined, keyword: number, instance: string | undefined) {
    this.#all = all;
    this.parent = parent;
    this.#keyword = keyword;
    this.instance = instance;
  }

  /** In lower case; empty for the global one. */
  get keyword(): string {
    return this.#all.names.text(this.#keyword);
  }

  get path(): ScopePath {
    const steps: PathStep[] = [];
    for (let scope: Scope = this; scope.parent; scope = scope.parent) {
      const { keyword, instance } = scope;
      steps.push(instance === undefined ? { keyword } : { keyword, instance });
    }
    return steps.reverse();
  }

  /** The scopes in it, in the order they were first met. */
  *children(): Generator<Scope> {
    for (const first of this.#children?.values() ?? []) {
      for (let scope: Scope | undefined = first; scope; scope = scope.#twin) yield scope;
    }
  }

  child(keyword: string, instance: string | undefined): Scope | undefined {
    if (!this.#children) return undefined;
    const id = this.#all.names.find(keyword);
    for (let scope = this.#children.get(instance ?? ''); scope; scope = scope.#twin) {
      if (scope.#keyword === id && scope.instance === instance) return scope;
    }
    return undefined;
  }

  /** The scope at `path` seen from this one. */
  at(path: ScopePath): Scope | undefined {
    let scope: Scope | undefined = this;
    for (const { keyword, instance } of path) scope = scope?.child(keyword, instance);
    return scope;
  }

  /** All settings of the option with that number right in this scope, the last one read first: it counts. */
  settingsOf(option: number): readonly OccurrenceId[] {
    if (this.#count > INDEXED) {
      this.#index ??= this.#makeIndex();
      return this.#index.get(option) ?? NONE;
    }
    let found: OccurrenceId[] | undefined;
    for (let id = this.#lastSetting; id !== 0; id = this.#all.before(id)) {
      if (this.#all.name(id) !== option) continue;
      if (found) found.push(id);
      else found = [id];
    }
    return found ?? NONE;
  }

  /** Every setting right in this scope, in reading order. */
  settings(): readonly OccurrenceId[] {
    return this.#listed(this.#lastSetting);
  }

  /** Where the scope is opened, in reading order; none for the global one, which every file is. */
  declarations(): readonly OccurrenceId[] {
    return this.#listed(this.#lastDeclaration);
  }

  /** For the merger: the child, made where it is not there yet. */
  enter(keyword: number, instance: string | undefined): { readonly scope: Scope; readonly isNew: boolean } {
    this.#children ??= new Map();
    const key = instance ?? '';
    let last = this.#children.get(key);
    for (let scope = last; scope; scope = scope.#twin) {
      if (scope.#keyword === keyword && scope.instance === instance) return { scope, isNew: false };
      last = scope;
    }
    const scope = new Scope(this.#all, this, keyword, instance);
    if (last) last.#twin = scope;
    else this.#children.set(key, scope);
    return { scope, isNew: true };
  }

  /** For the merger: an option that is set here. */
  set(visit: number, node: number, option: number): void {
    this.#lastSetting = this.#all.add(visit, node, option, this.#lastSetting);
    this.#count += 1;
    this.#index = undefined;
  }

  /** For the merger: a place where the scope is opened. */
  declare(visit: number, node: number): void {
    this.#lastDeclaration = this.#all.add(visit, node, this.#keyword, this.#lastDeclaration);
  }

  #listed(last: OccurrenceId): OccurrenceId[] {
    const listed: OccurrenceId[] = [];
    for (let id = last; id !== 0; id = this.#all.before(id)) listed.push(id);
    return listed.reverse();
  }

  #makeIndex(): Map<number, OccurrenceId[]> {
    const index = new Map<number, OccurrenceId[]>();
    for (let id = this.#lastSetting; id !== 0; id = this.#all.before(id)) {
      const all = index.get(this.#all.name(id));
      if (all) all.push(id);
      else index.set(this.#all.name(id), [id]);
    }
    return index;
  }
}

const NONE: readonly OccurrenceId[] = [];
