import type { PlannedFinding } from '../plan/change.ts';
import type { Situation } from './check.ts';

export async function runPreflight(_situation: Situation): Promise<readonly PlannedFinding[]> {
  return [];
}
