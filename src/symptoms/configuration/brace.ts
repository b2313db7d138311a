import type { Diagnostic } from '../../config/diagnostic.ts';

/** Is it about a brace that has no other half? */
export function isBrace({ what }: Diagnostic): boolean {
  return /^The brace of |^A closing brace /.test(what);
}
