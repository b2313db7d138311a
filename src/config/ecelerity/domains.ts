import { compilePattern, isPattern } from './patterns.ts';
import type { ScopeId, ScopeTable } from './scope-table.ts';
import type { Settings } from './settings.ts';

/** So many regex stanzas that set one option are tried; with more it is not told which matches. */
const MOST_PATTERNS = 200;

/** A stanza that decides for a domain; not certain where it cannot be told whether its expression matches. */
export interface MatchingDomain {
  readonly scope: ScopeId;
  readonly certain: boolean;
}

/** The domain stanzas right in a container (the global scope, a binding or a binding_group) that a look-up by name does not find. */
export class OddDomains {
  readonly #folded = new Map<string, ScopeId[]>();
  readonly #patterns: { readonly scope: ScopeId; readonly instance: string }[] = [];
  readonly #compiled = new Map<ScopeId, RegExp | undefined>();
  readonly #setting = new Map<number, readonly { readonly scope: ScopeId; readonly instance: string }[]>();

  constructor(table: ScopeTable, container: ScopeId) {
    for (const scope of table.oddChildren(container)) {
      if (table.kind(scope) !== 'domain') continue;
      const instance = table.instance(scope) ?? '';
      const same = this.#folded.get(instance.toLowerCase());
      if (isPattern(instance)) this.#patterns.push({ scope, instance });
      else if (same) same.push(scope);
      else this.#folded.set(instance.toLowerCase(), [scope]);
    }
  }

  /** The stanzas of that name in upper or mixed case: host names have none. */
  named(folded: string): readonly ScopeId[] {
    return this.#folded.get(folded) ?? [];
  }

  /** The regex stanzas that set `option` and match `name`, or may, in the order they are declared in. */
  matching(settings: Settings, option: number, name: string): readonly MatchingDomain[] {
    const matching: MatchingDomain[] = [];
    for (const [index, { scope, instance }] of this.#patternsSetting(settings, option).entries()) {
      const pattern = index < MOST_PATTERNS ? this.#compile(scope, instance) : undefined;
      if (!pattern || pattern.test(name.slice(0, 255))) matching.push({ scope, certain: pattern !== undefined });
      if (index >= MOST_PATTERNS) break;
    }
    return matching;
  }

  #patternsSetting(settings: Settings, option: number): readonly { readonly scope: ScopeId; readonly instance: string }[] {
    let setting = this.#setting.get(option);
    if (!setting) {
      setting = this.#patterns.filter(({ scope }) => settings.last(scope, option) !== 0);
      this.#setting.set(option, setting);
    }
    return setting;
  }

  #compile(scope: ScopeId, instance: string): RegExp | undefined {
    if (!this.#compiled.has(scope)) this.#compiled.set(scope, compilePattern(instance));
    return this.#compiled.get(scope);
  }
}
