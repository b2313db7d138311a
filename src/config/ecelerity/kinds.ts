import type { Names } from './names.ts';

/** What a keyword opens, as far as mail falls back by it. */
export type Kind =
  | 'binding_group'
  | 'binding'
  | 'domain'
  | 'listener'
  | 'listen'
  | 'peer'
  | 'pathway_group'
  | 'pathway'
  | 'other';

const KINDS: ReadonlyMap<string, Kind> = new Map(
  (['binding_group', 'binding', 'domain', 'listen', 'peer', 'pathway_group', 'pathway'] as const).map((kind) => [kind, kind]),
);

/** The kind of a keyword in lower case; `esmtp_listener` and all others of its kin are listeners. */
export function kindOf(keyword: string): Kind {
  return KINDS.get(keyword) ?? (keyword.endsWith('_listener') ? 'listener' : 'other');
}

/** The kinds of keywords by their numbers. */
export class Kinds {
  readonly #names: Names;
  readonly #known: (Kind | undefined)[] = [];

  constructor(names: Names) {
    this.#names = names;
  }

  of(keyword: number): Kind {
    const known = this.#known[keyword];
    if (known !== undefined) return known;
    const kind = kindOf(this.#names.text(keyword));
    this.#known[keyword] = kind;
    return kind;
  }
}
