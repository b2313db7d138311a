import type { Attributes } from '../plan/change.ts';
import type { ManagedFile } from './managed-files.ts';

const OTHERS_WRITE = 0o022;

/** Can others now read a secret, or write to any file, who could not as it was left? A choice in force does not tell: no service asks for it. */
export function isExposed({ secret, data, attributes: left }: ManagedFile, now: Attributes): boolean {
  if (left === undefined) return false;
  const gained = now.mode & ~left.mode;
  if (!secret && !data) return (gained & OTHERS_WRITE) !== 0;
  return gained !== 0 || now.owner !== left.owner || now.group !== left.group;
}
