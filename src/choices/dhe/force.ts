import { effective } from '../../config/ecelerity/effective.ts';
import { directionOf } from '../../config/ecelerity/policy-scopes.ts';
import { settingsIn } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { setInConfiguration } from '../../config/ecelerity/set-in-configuration.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { tlsScopes, versionOption } from '../../services/ecelerity/policy.ts';
import { type ForcedList, forceForwardSecrecy } from '../../tls/cipher-list.ts';
import type { ScopeEdit } from '../configuration-edits.ts';

export const CIPHERS = 'tls_ciphers';

/** A scope of what listens, with its cipher list now and as forward secrecy would have it. */
export interface ForcedScope {
  readonly scope: Scope;
  readonly now: string | undefined;
  readonly forced: ForcedList;
}

/**
 * Every listener, and every listen, peer and pathway with a list of its own, as far as OpenSSL serves them: a
 * priority string of GnuTLS is another language.
 */
export function forcedScopes(server: MailServer): readonly ForcedScope[] {
  return listeningScopes(server)
    .filter((scope) => versionOption(server, scope) === 'tls_protocols')
    .map((scope) => {
      const now = effective(server.configuration, scope, CIPHERS).value;
      return { scope, now, forced: forceForwardSecrecy(now) };
    });
}

/** Scopes that GnuTLS serves: their lists are left alone. */
export function leftToGnutls(server: MailServer): readonly Scope[] {
  return listeningScopes(server).filter((scope) => versionOption(server, scope) !== 'tls_protocols');
}

/** One that cannot be forced is left out here; the risks say so. */
export function forcingEdits(server: MailServer): readonly ScopeEdit[] {
  return forcedScopes(server).flatMap(({ scope, now, forced }) =>
    forced.refused || forced.string === now
      ? []
      : [{ scope, edit: setInConfiguration(server.configuration, scope, CIPHERS, forced.string) }],
  );
}

/** A list of which forcing leaves nothing to change, and which is not the built-in one. */
export function isForced(list: string | undefined): boolean {
  const forced = forceForwardSecrecy(list);
  return !forced.refused && forced.string === list;
}

function listeningScopes({ configuration }: MailServer): readonly Scope[] {
  return tlsScopes(configuration).filter((scope) => {
    if (directionOf(scope) !== 'inbound' || scope.path[0]?.keyword === 'xmpp_listener') return false;
    const isBase = scope.path.length === 1 && scope.keyword.endsWith('_listener');
    return isBase || settingsIn(configuration, scope, CIPHERS).length > 0;
  });
}
