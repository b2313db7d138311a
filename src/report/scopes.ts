import type { ScopeChange } from '../operations/scope-changes.ts';

/** More groups, or names in one, make a text that nobody reads: --json has them all. */
const MOST_GROUPS = 20;
const MOST_NAMES = 4;

/** What a plan changes in the scopes of the mail server, by the line that will decide. */
export function scopeLines(changes: readonly ScopeChange[]): readonly string[] {
  const groups = new Map<string, { readonly change: ScopeChange; readonly names: string[] }>();
  for (const change of changes) {
    const { option, before, after } = change;
    const key = JSON.stringify([option, before.value, before.protocols, after.value, after.file, after.line]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { change, names: [change.scope] });
    else known.names.push(change.scope);
  }
  if (groups.size === 0) return [];
  const shown = [...groups.values()].slice(0, MOST_GROUPS);
  const more = groups.size - shown.length;
  const scopes = new Set(changes.map(({ scope }) => scope)).size;
  return [
    `TLS of ${scopes} ${scopes === 1 ? 'scope' : 'scopes'} of the mail server, by the line that will decide:`,
    ...shown.flatMap(({ change, names }) => groupLines(change, names)),
    ...(more > 0 ? [`and ${more} more lines: plan --json has every scope`] : []),
  ];
}

function groupLines({ option, before, after }: ScopeChange, names: readonly string[]): readonly string[] {
  const versions =
    before.protocols === null || after.protocols === null
      ? []
      : [`    ${before.protocols.join(' ') || 'nothing'} -> ${after.protocols.join(' ') || 'nothing'}`];
  const some =
    names.length <= MOST_NAMES ? names : [...names.slice(0, MOST_NAMES - 1), `and ${names.length - MOST_NAMES + 1} more`];
  return [
    `${after.file === null ? 'built-in default' : `${after.file}:${after.line}`}  ${option}: ${said(before.value)} -> ${said(after.value)}`,
    ...versions,
    `    ${some.join('; ')}`,
  ];
}

function said(value: string | null): string {
  return value === null ? '(not set)' : `"${value}"`;
}
