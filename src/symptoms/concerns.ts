import type { Momentum } from '../host/momentum.ts';
import type { Symptom } from './symptom.ts';

/** Can this host have the fault? What cannot be told rules nothing out. */
export function isConcerned({ concerns, beforeInstall }: Symptom, momentum: Momentum): boolean {
  if (!momentum.present) return beforeInstall === true;
  const { since, before, roles, platform } = concerns;
  const { version } = momentum;
  if (version !== undefined && since !== undefined && !version.atLeast(since)) return false;
  if (version !== undefined && before !== undefined && version.atLeast(before)) return false;
  if (roles !== undefined && momentum.roles.length > 0 && !roles.some((role) => momentum.roles.includes(role))) return false;
  return platform === undefined || (platform === 'solaris') === momentum.solaris;
}
