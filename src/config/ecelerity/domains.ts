import { compilePattern, isPattern } from './patterns.ts';
import type { Scope } from './scope.ts';

/** So many regex stanzas that set one option are tried; with more it is not told which matches. */
const MOST_PATTERNS = 200;

/** A stanza that decides for a domain; not certain where it cannot be told whether its expression matches. */
export interface MatchingDomain {
  readonly scope: Scope;
  readonly certain: boolean;
}

/** The domain stanzas right in a container: the global scope, a binding or a binding_group. */
export class Domains {
  readonly #container: Scope;
  /** Those whose spelling is not the folded one, by it: host names have no case. */
  readonly #folded = new Map<string, Scope[]>();
  readonly #patterns: Scope[] = [];
  readonly #compiled = new Map<Scope, RegExp | undefined>();
  readonly #setting = new Map<number, readonly Scope[]>();

  constructor(container: Scope) {
    this.#container = container;
    for (const scope of container.children()) {
      const { instance } = scope;
      if (instance === undefined || scope.keyword !== 'domain') continue;
      const folded = instance.toLowerCase();
      const same = this.#folded.get(folded);
      if (isPattern(instance)) this.#patterns.push(scope);
      else if (instance === folded) continue;
      else if (same) same.push(scope);
      else this.#folded.set(folded, [scope]);
    }
  }

  /** The stanzas of that name, in the spelling asked for first. */
  exact(name: string): Scope[] {
    const same = this.#container.child('domain', name);
    const found = same ? [same] : [];
    if (isPattern(name)) return found;
    const folded = name.toLowerCase();
    const plain = folded === name ? undefined : this.#container.child('domain', folded);
    if (plain) found.push(plain);
    for (const other of this.#folded.get(folded) ?? []) if (other !== same) found.push(other);
    return found;
  }

  /** The regex stanzas that set `option` and match `name`, or may, in the order they are declared in. */
  matching(option: number, name: string): readonly MatchingDomain[] {
    const setting = this.#settingPatterns(option);
    if (setting.length === 0 || isPattern(name)) return [];
    const matching: MatchingDomain[] = [];
    for (const [index, scope] of setting.entries()) {
      const pattern = index < MOST_PATTERNS ? this.#compile(scope) : undefined;
      if (!pattern || pattern.test(name.slice(0, 255))) matching.push({ scope, certain: pattern !== undefined });
      if (index >= MOST_PATTERNS) break;
    }
    return matching;
  }

  #settingPatterns(option: number): readonly Scope[] {
    if (this.#patterns.length === 0) return [];
    let setting = this.#setting.get(option);
    if (!setting) {
      setting = this.#patterns.filter((scope) => scope.settingsOf(option).length > 0);
      this.#setting.set(option, setting);
    }
    return setting;
  }

  #compile(scope: Scope): RegExp | undefined {
    if (!this.#compiled.has(scope)) this.#compiled.set(scope, compilePattern(scope.instance ?? ''));
    return this.#compiled.get(scope);
  }
}
