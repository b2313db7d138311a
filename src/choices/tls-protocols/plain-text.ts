import { effective } from '../../config/ecelerity/effective.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { protocolsOf, tlsScopes, versionOption } from '../../services/ecelerity/policy.ts';
import type { Target } from './targets.ts';
import { wantedIn } from './wanted.ts';

/** Scopes whose deliveries go on in plain text where TLS does not come about: tls = ifavailable, with its fallback. */
export function opportunisticScopes({ configuration }: MailServer): readonly Scope[] {
  const value = (option: string, scope: Scope) => effective(configuration, scope, option).value?.toLowerCase();
  return tlsScopes(configuration).filter(
    (scope) =>
      value('tls', scope) === 'ifavailable' &&
      !['false', 'off', '0', 'disabled'].includes(value('tls_ifavailable_fallback', scope) ?? 'true'),
  );
}

/** Whether an answer leaves less than the POODLE fix would. */
export function takesTlsAway(server: MailServer, target: Target): boolean {
  const wanted = wantedIn(server, target.scope, target.answer, target.use);
  if (wanted.refused) return false;
  const left = protocolsOf(versionOption(server, target.scope), wanted.value, server.known);
  return (['TLSv1.0', 'TLSv1.1', 'TLSv1.2'] as const).some(
    (protocol) => server.known.includes(protocol) && !left.includes(protocol),
  );
}
