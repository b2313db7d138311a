import { LAYOUT } from '../../host/layout.ts';
import type { HostPath } from '../../model/paths.ts';
import type { Effect } from '../../plan/change.ts';

const SHARED = ['default', 'global'];

/**
 * What the mail server needs to take up a change of one of its files: a reload; a restart for files that are of one
 * node alone, conf/NODENAME (Momentum manual, "Configuration management").
 */
export function takesUp(path: HostPath): readonly Effect[] {
  const [, inside] = path.split(`${LAYOUT.workingCopy}/`);
  const directory = inside?.split('/')[0] ?? 'default';
  return [{ service: 'ecelerity', action: SHARED.includes(directory) ? 'reload' : 'restart' }];
}
