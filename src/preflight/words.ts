import type { FileFacts } from '../host/host.ts';
import { octal } from '../model/ownership.ts';
import type { Attributes } from '../plan/change.ts';

/** The commands that do by hand what a change of owner, group or mode does. */
export function commandsFor(facts: FileFacts, wanted: Attributes): string {
  const { owner, group, mode } = wanted;
  const given =
    facts.owner !== owner
      ? [`chown ${owner}:${group} ${facts.path}`]
      : facts.group !== group
        ? [`chgrp ${group} ${facts.path}`]
        : [];
  return [...given, ...(facts.mode === mode ? [] : [`chmod ${octal(mode)} ${facts.path}`])].join(' && ');
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function someOf(names: readonly string[], most = 3): string {
  const more = names.length - most;
  if (more > 0) return `${names.slice(0, most).join(', ')} and ${more} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
