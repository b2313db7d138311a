import type { MailServer } from './ground.ts';
import { decidedOption, policyOf, type ScopePolicy, tlsScopes, versionOption } from './policy.ts';

/** One side of a scope: what decides, and which versions that leaves; null where the option is not about versions. */
export interface ScopeSide {
  readonly value: string | null;
  /** Of the line that decides; null for the built-in default. */
  readonly file: string | null;
  readonly line: number | null;
  readonly protocols: ScopePolicy['protocols'] | null;
}

/** What a plan changes for one scope, whether the scope says so itself or follows another. */
export interface ScopeChange {
  readonly scope: string;
  readonly direction: ScopePolicy['direction'];
  readonly option: ScopePolicy['option'];
  readonly before: ScopeSide;
  readonly after: ScopeSide;
}

/** Every scope for which another value will hold, in reading order. Lines that only moved are no change. */
export function policyChanges(before: MailServer, after: MailServer): readonly ScopeChange[] {
  const was = new Map(rowsOf(before).map((row) => [keyOf(row), row]));
  const changes: ScopeChange[] = [];
  for (const row of rowsOf(after)) {
    const old = was.get(keyOf(row));
    if (old === undefined || old.value === row.value) continue;
    const { scope, direction, option } = row;
    changes.push({ scope, direction, option, before: sideOf(old), after: sideOf(row) });
  }
  return changes;
}

type Row = Omit<ScopePolicy, 'protocols' | 'note'> & { readonly protocols: ScopePolicy['protocols'] | null };

function rowsOf(server: MailServer): readonly Row[] {
  return [...policyOf(server), ...cipherRows(server)];
}

/** Cipher lists of OpenSSL; where GnuTLS serves, they are what says the versions, and told with them. */
function cipherRows(server: MailServer): readonly Row[] {
  const option = 'tls_ciphers';
  return tlsScopes(server.configuration).flatMap((scope): readonly Row[] => {
    if (versionOption(server, scope) === option) return [];
    const { note: _, ...decided } = decidedOption(server, scope, option);
    return [{ ...decided, protocols: null }];
  });
}

function keyOf({ scope, option }: Row): string {
  return `${option} ${scope}`;
}

function sideOf({ value, file, line, protocols }: Row): ScopeSide {
  return { value, file, line, protocols };
}
