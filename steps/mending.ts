import type { PlannedWork } from '../src/operations/engine.ts';
import { isMendable } from './finding-lines.ts';

/** What preflight's remedies are planned for, in the place of a choice's id. */
const remedy = 'preflight';

/** Files that are put right because a check failed, not because of an answer. */
export function mended(preview: PlannedWork['preview']): PlannedWork['preview'] {
  return preview.filter((file) => file.choices.includes(remedy));
}

/** Is there something to say yes or no to: faults we could put right, or such as this plan does? */
export function canMend({ plan, preview }: PlannedWork): boolean {
  return plan.findings.some(isMendable) || mended(preview).length > 0;
}
