import { Occurrence } from './occurrence.ts';
import type { OccurrenceId } from './occurrences.ts';
import { NamedPlace } from './place.ts';
import type { Configuration } from './read.ts';
import { isUnranked, type Rung, rankDocumented } from './rungs.ts';
import { Scope } from './scope.ts';
import { printPath, type ScopePath } from './scope-path.ts';
import type { ScopeId } from './scope-table.ts';

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

/**
 * What `option` (in any case) is in a scope: of what is asked in the documented order (see
 * `rankDocumented` in rungs.ts), the first scope that sets it decides, by its last line. A path need not
 * be declared: `binding "b" / domain "example.com"` is mail for that domain over that binding.
 */
export function effective(configuration: Configuration, where: Scope | ScopePath, option: string): Effective {
  const { table, ladders } = configuration;
  const id = table.occurrences.names.find(option);
  if (id === undefined) return UNSET;
  const ladder = where instanceof Scope ? ladders.ofScope(where.id, id) : ladders.ladder(new NamedPlace(table, where), id);
  return new Answer(configuration, ladder.rungs, id);
}

const UNSET: Effective = { value: undefined, decidedBy: undefined, losers: [], rankDocumented: true, note: '' };

/** Decides at once, and looks further when somebody asks: losers may be many, and are the same for every scope. */
class Answer implements Effective {
  readonly #configuration: Configuration;
  readonly #option: number;
  readonly #rungs: readonly Rung[];
  /** The one that decides, and its line that does; 0 where nobody sets the option. */
  #first: Rung | undefined = undefined;
  #last: OccurrenceId = 0;

  constructor(configuration: Configuration, rungs: readonly Rung[], option: number) {
    this.#configuration = configuration;
    this.#option = option;
    this.#rungs = rungs;
    for (const rung of rungs) {
      const last = rung.certain ? configuration.settings.last(rung.scope, option) : 0;
      if (last === 0) continue;
      this.#first = rung;
      this.#last = last;
      break;
    }
  }

  get value(): string | undefined {
    return this.#first && this.#says(this.#last);
  }

  get decidedBy(): DecidingSetting | undefined {
    return this.#first && this.#setting(this.#first.scope, this.#last);
  }

  get losers(): readonly DecidingSetting[] {
    const { settings } = this.#configuration;
    return this.#rungs
      .filter(({ certain }) => certain)
      .flatMap(({ scope }) => settings.all(scope, this.#option).map((id) => this.#setting(scope, id)))
      .slice(1);
  }

  get rankDocumented(): boolean {
    return this.note === '';
  }

  get note(): string {
    const first = this.#first;
    const rival = this.#rival();
    if (rival?.certain === false) return `Whether ${this.#placeOf(rival)} matches cannot be told from here`;
    if (!first) return '';
    if (isUnranked(first.kind)) return `Whether ${this.#placeOf(first)} reaches here is not documented`;
    return rival ? `Which of ${this.#placeOf(first)} and ${this.#placeOf(rival)} decides is not documented` : '';
  }

  /** One that may decide as well and says something else: asked before the first one, or after it without a documented rank. */
  #rival(): Rung | undefined {
    const first = this.#first;
    let before = true;
    for (const rung of this.#rungs) {
      if (rung === first) before = false;
      else if (!first || before ? rung.certain : !rung.certain || rankDocumented(first.kind, rung.kind)) continue;
      else if (this.#contradicts(rung)) return rung;
    }
    return undefined;
  }

  #contradicts(rung: Rung): boolean {
    const last = this.#lastIn(rung);
    return last !== 0 && this.#says(last) !== this.value;
  }

  #lastIn({ scope }: Rung): OccurrenceId {
    return this.#configuration.settings.last(scope, this.#option);
  }

  #says(id: OccurrenceId): string {
    return this.#configuration.table.occurrences.value(id);
  }

  #setting(scope: ScopeId, id: OccurrenceId): DecidingSetting {
    const { table } = this.#configuration;
    return { scope: new Scope(table, scope), setting: new Occurrence(table.occurrences, id) };
  }

  #placeOf(rung: Rung): string {
    const { scope, setting } = this.#setting(rung.scope, this.#lastIn(rung));
    return `${printPath(scope.path)} (${setting.file}:${setting.line})`;
  }
}
