import { Ladders } from './ladders.ts';
import type { Configuration } from './read.ts';
import { type Rung, rankDocumented } from './rungs.ts';
import { Scope } from './scope.ts';
import { printPath, type ScopePath } from './scope-path.ts';
import { Occurrence } from './setting.ts';

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
export interface DecidingSetting {
  readonly setting: Occurrence;
  readonly scope: Scope;
}

const ladders = new WeakMap<Configuration, Ladders>();

/**
 * What `option` (in any case) is in a scope: of what is asked in the documented order (see
 * `rankDocumented`), the first scope that sets it decides, by its last line. A path need not be
 * declared: `binding "b" / domain "example.com"` is mail for that domain over that binding.
 */
export function effective(configuration: Configuration, where: Scope | ScopePath, option: string): Effective {
  const id = configuration.occurrences.names.find(option);
  if (id === undefined) return UNSET;
  let cache = ladders.get(configuration);
  if (!cache) {
    cache = new Ladders(configuration);
    ladders.set(configuration, cache);
  }
  const path = where instanceof Scope ? where.path : where;
  return new Answer(configuration, cache.ladder(path, id), id);
}

const UNSET: Effective = { value: undefined, decidedBy: undefined, losers: [], rankDocumented: true, note: '' };

/** Decides at once, and finds the losers when somebody asks: they may be many, and the same for every scope. */
class Answer implements Effective {
  readonly value: string | undefined;
  readonly decidedBy: DecidingSetting | undefined;
  readonly note: string;
  readonly #configuration: Configuration;
  readonly #option: number;
  /** Those that set the option and count for certain, the deciding one first. */
  readonly #setting: readonly Rung[];

  constructor(configuration: Configuration, ladder: readonly Rung[], option: number) {
    this.#configuration = configuration;
    this.#option = option;
    const setting = ladder.filter(({ scope }) => scope.settingsOf(option).length > 0);
    this.#setting = setting.filter(({ certain }) => certain);
    const [first] = this.#setting;
    this.decidedBy = first && { scope: first.scope, setting: this.#last(first.scope) };
    this.value = this.decidedBy?.setting.value;
    const before = first ? setting.slice(0, setting.indexOf(first)) : setting;
    this.note = this.#unknownMatch(before) || this.#unknownRank();
  }

  get rankDocumented(): boolean {
    return this.note === '';
  }

  get losers(): readonly DecidingSetting[] {
    const { occurrences } = this.#configuration;
    const all = this.#setting.flatMap(({ scope }) => {
      return scope.settingsOf(this.#option).map((id) => ({ scope, setting: new Occurrence(occurrences, id) }));
    });
    return all.slice(1);
  }

  /** A regular expression that would decide, if only it were known whether it matches. */
  #unknownMatch(before: readonly Rung[]): string {
    const rival = before.find(({ scope }) => this.#last(scope).value !== this.value);
    return rival ? `Whether ${this.#placeOf(rival.scope)} matches cannot be told from here` : '';
  }

  /** The first other scope that says something else, and of which nobody tells whether it decides. */
  #unknownRank(): string {
    const [first, ...others] = this.#setting;
    if (!first) return '';
    if (first.kind === 'outer' || first.kind === 'binding-elsewhere') {
      return `Whether ${this.#placeOf(first.scope)} reaches here is not documented`;
    }
    const rival = others.find(({ kind, scope }) => !rankDocumented(first.kind, kind) && this.#last(scope).value !== this.value);
    if (!rival) return '';
    return `Which of ${this.#placeOf(first.scope)} and ${this.#placeOf(rival.scope)} decides is not documented`;
  }

  #last(scope: Scope): Occurrence {
    return new Occurrence(this.#configuration.occurrences, scope.settingsOf(this.#option)[0] ?? 0);
  }

  #placeOf(scope: Scope): string {
    const { file, line } = this.#last(scope);
    return `${printPath(scope.path)} (${file}:${line})`;
  }
}
