import type { PlannedFinding } from '../plan/change.ts';
import type { Symptom } from './symptom.ts';

/** It was looked at, and is not that; `what` says what was found instead. */
export function ruledOut({ id }: Pick<Symptom, 'id'>, what: string): readonly PlannedFinding[] {
  return [{ id, status: 'pass', what, evidence: [] }];
}
