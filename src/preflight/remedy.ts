import type { HostPath } from '../model/paths.ts';
import type { Attributes, SetAttributes } from '../plan/change.ts';

/** What remedies are planned for, in the place of a choice's id. */
const REMEDY = 'preflight';

/** Owner, group or mode as it has to be; nothing has to restart for it. */
export function setAttributes(path: HostPath, attributes: Attributes, why: string): SetAttributes {
  return { kind: 'attributes', choice: REMEDY, path, attributes, why, affects: [] };
}
