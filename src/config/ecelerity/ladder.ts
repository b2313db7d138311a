import type { Rung, RungKind } from './rungs.ts';
import type { ScopeId } from './scope-table.ts';

/** The scopes that are asked for an option, each once, in their order. */
export class Ladder {
  readonly rungs: Rung[] = [];
  /** Whether another option of the same scope may have other ones: those of regular expressions that set it. */
  ofOneOption = false;

  /** Adds a scope where there is one: negative is none. */
  add(kind: RungKind, scope: ScopeId, certain = true): void {
    if (scope < 0) return;
    for (const rung of this.rungs) if (rung.scope === scope) return;
    this.rungs.push({ kind, scope, certain });
  }
}
