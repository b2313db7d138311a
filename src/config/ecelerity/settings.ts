import type { OccurrenceId } from './occurrences.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** A search in a scope with more settings than these makes an index of them; for fewer it costs more than it saves. */
const INDEXED = 16;

/** Finds the settings of an option right in a scope. Made when all files are read. */
export class Settings {
  readonly #table: ScopeTable;
  readonly #indexes = new Map<ScopeId, Map<number, OccurrenceId[]>>();

  constructor(table: ScopeTable) {
    this.#table = table;
  }

  /** The setting that is read last and counts; 0 where the scope does not set the option of that number. */
  last(scope: ScopeId, option: number): OccurrenceId {
    const table = this.#table;
    if (table.settingCount(scope) > INDEXED) return this.#index(scope).get(option)?.[0] ?? 0;
    const { occurrences } = table;
    let id = table.lastSetting(scope);
    while (id !== 0 && occurrences.name(id) !== option) id = occurrences.before(id);
    return id;
  }

  /** All of them, the last one first. */
  all(scope: ScopeId, option: number): readonly OccurrenceId[] {
    const table = this.#table;
    if (table.settingCount(scope) > INDEXED) return this.#index(scope).get(option) ?? [];
    const { occurrences } = table;
    const found: OccurrenceId[] = [];
    for (let id = table.lastSetting(scope); id !== 0; id = occurrences.before(id)) {
      if (occurrences.name(id) === option) found.push(id);
    }
    return found;
  }

  #index(scope: ScopeId): Map<number, OccurrenceId[]> {
    const known = this.#indexes.get(scope);
    if (known) return known;
    const { occurrences } = this.#table;
    const index = new Map<number, OccurrenceId[]>();
    for (let id = this.#table.lastSetting(scope); id !== 0; id = occurrences.before(id)) {
      const all = index.get(occurrences.name(id));
      if (all) all.push(id);
      else index.set(occurrences.name(id), [id]);
    }
    this.#indexes.set(scope, index);
    return index;
  }
}
