import type { Ladder } from './ladder.ts';
import { Ladders } from './ladders.ts';
import { Occurrence } from './occurrence.ts';
import type { OccurrenceId } from './occurrences.ts';
import { DeclaredPlace, NamedPlace } from './place.ts';
import type { Configuration } from './read.ts';
import { isUnranked, type Rung, rankDocumented } from './rungs.ts';
import { Scope } from './scope.ts';
import { printPath, type ScopePath } from './scope-path.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';

/** What an option is in a scope, and why. */
export interface Effective {
  /** Without quotes, as written. Undefined: nobody sets it, Momentum's built-in default holds. */
  readonly value: string | undefined;
  /** The line that decides, with the scope it is in. */
  readonly decidedBy: DecidingSetting | undefined;
  /** Every other line that would decide if those before it were not there, the next one first. */
  readonly losers: readonly DecidingSetting[];
  /** False where the manual does not tell whether this line decides, and another one says something else. */
  readonly rankDocumented: boolean;
  /** Why it is not certain, in a sentence; empty where it is. */
  readonly note: string;
}

/** A setting as an answer names it. */
interface DecidingSetting {
  readonly setting: Occurrence;
  readonly scope: Scope;
}

/** What is kept for a configuration: the ladders, and the last one, since a scope is mostly asked for several options. */
interface Kept {
  readonly ladders: Ladders;
  scope: ScopeId;
  ladder: Ladder | undefined;
}

const kept = new WeakMap<Configuration, Kept>();

/**
 * What `option` (in any case) is in a scope: of what is asked in the documented order (see
 * `rankDocumented` in rungs.ts), the first scope that sets it decides, by its last line. A path need not
 * be declared: `binding "b" / domain "example.com"` is mail for that domain over that binding.
 */
export function effective(configuration: Configuration, where: Scope | ScopePath, option: string): Effective {
  const { table, settings } = configuration;
  const id = table.occurrences.names.find(option);
  if (id === undefined) return UNSET;
  const cache = kept.get(configuration) ?? { ladders: new Ladders(table, settings), scope: -1, ladder: undefined };
  kept.set(configuration, cache);
  return new Answer(configuration, ladderOf(cache, table, where, id).rungs, id);
}

function ladderOf(cache: Kept, table: ScopeTable, where: Scope | ScopePath, option: number): Ladder {
  if (!(where instanceof Scope)) return cache.ladders.ladder(new NamedPlace(table, where), option);
  if (cache.ladder && cache.scope === where.id) return cache.ladder;
  const ladder = cache.ladders.ladder(new DeclaredPlace(table, where.id), option);
  cache.scope = where.id;
  cache.ladder = ladder.ofOneOption ? undefined : ladder;
  return ladder;
}

const NO_RIVALS: readonly Rung[] = [];

const UNSET: Effective = { value: undefined, decidedBy: undefined, losers: [], rankDocumented: true, note: '' };

/** Decides at once, and finds the losers when somebody asks: they may be many, and the same for every scope. */
class Answer implements Effective {
  readonly #configuration: Configuration;
  readonly #option: number;
  /** Those that set the option, the deciding one first; those before it that may decide. */
  readonly #setting: Rung[] = [];
  /** Most have none: a list of its own for each would be work for the collector. */
  readonly #rivals: readonly Rung[];

  constructor(configuration: Configuration, rungs: readonly Rung[], option: number) {
    this.#configuration = configuration;
    this.#option = option;
    let rivals: readonly Rung[] | undefined;
    for (const rung of rungs) {
      if (configuration.settings.last(rung.scope, option) === 0) continue;
      if (rung.certain) this.#setting.push(rung);
      else if (this.#setting.length === 0) rivals = [...(rivals ?? []), rung];
    }
    this.#rivals = rivals ?? NO_RIVALS;
  }

  get value(): string | undefined {
    const [first] = this.#setting;
    return first && this.#says(first);
  }

  get decidedBy(): DecidingSetting | undefined {
    const [first] = this.#setting;
    return first && this.#deciding(first.scope, this.#last(first));
  }

  get losers(): readonly DecidingSetting[] {
    const { settings } = this.#configuration;
    return this.#setting
      .flatMap(({ scope }) => settings.all(scope, this.#option).map((id) => this.#deciding(scope, id)))
      .slice(1);
  }

  get rankDocumented(): boolean {
    return this.note === '';
  }

  get note(): string {
    const [first, ...others] = this.#setting;
    const matching = this.#rivals.find((rival) => this.#says(rival) !== this.value);
    if (matching) return `Whether ${this.#placeOf(matching)} matches cannot be told from here`;
    if (!first) return '';
    if (isUnranked(first.kind)) return `Whether ${this.#placeOf(first)} reaches here is not documented`;
    const rival = others.find((other) => !rankDocumented(first.kind, other.kind) && this.#says(other) !== this.value);
    return rival ? `Which of ${this.#placeOf(first)} and ${this.#placeOf(rival)} decides is not documented` : '';
  }

  #last({ scope }: Rung): OccurrenceId {
    return this.#configuration.settings.last(scope, this.#option);
  }

  #says(rung: Rung): string {
    return new Occurrence(this.#configuration.table.occurrences, this.#last(rung)).value;
  }

  #deciding(scope: ScopeId, id: OccurrenceId): DecidingSetting {
    const { table } = this.#configuration;
    return { scope: new Scope(table, scope), setting: new Occurrence(table.occurrences, id) };
  }

  #placeOf(rung: Rung): string {
    const { scope, setting } = this.#deciding(rung.scope, this.#last(rung));
    return `${printPath(scope.path)} (${setting.file}:${setting.line})`;
  }
}
