import { effective } from '../../config/ecelerity/effective.ts';
import { directionOf, policyScopes } from '../../config/ecelerity/policy-scopes.ts';
import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath } from '../../config/ecelerity/scope-path.ts';
import { readGnutlsPriority } from '../../tls/gnutls-priority.ts';
import { type Protocol, protocols } from '../../tls/protocol.ts';
import { evaluateProtocols, parseProtocols } from '../../tls/protocol-string.ts';
import type { MailServer } from './ground.ts';

/** What decides a scope's protocol versions, and which they are. */
export interface ScopePolicy {
  /** `binding "b" / domain "example.com"`. */
  readonly scope: string;
  readonly direction: 'inbound' | 'outbound';
  readonly option: 'tls_protocols' | 'tls_ciphers';
  /** As it is written; null for the built-in default. */
  readonly value: string | null;
  /** Of the line that decides; null for the built-in default. */
  readonly file: string | null;
  readonly line: number | null;
  /** Oldest first. What OpenSSL or the system really speaks of them, only the socket tells. */
  readonly protocols: readonly Protocol[];
  /** Why it is not certain which line decides; empty where it is. */
  readonly note: string;
}

/** Every scope in which TLS can be set, in reading order. */
export function tlsScopes(configuration: Configuration): readonly Scope[] {
  return policyScopes(configuration, ['tls_protocols', 'tls_ciphers']).filter(({ path }) => speaksTls(path[0]?.keyword));
}

/** The option that says which versions a scope speaks. GnuTLS does SMTP only: the HTTP listener stays with OpenSSL (Momentum reference, "tls_engine"). */
export function versionOption({ gnutls }: MailServer, scope: Scope): ScopePolicy['option'] {
  return gnutls && scope.path[0]?.keyword !== 'http_listener' ? 'tls_ciphers' : 'tls_protocols';
}

/** The policy of every scope in which TLS can be set, in reading order. */
export function policyOf(server: MailServer): readonly ScopePolicy[] {
  return tlsScopes(server.configuration).map((scope): ScopePolicy => {
    const option = versionOption(server, scope);
    const { note, ...decided } = decidedOption(server, scope, option);
    return { ...decided, protocols: protocolsOf(option, decided.value ?? undefined, server.known), note };
  });
}

/** What an option is in one scope, and the line that decides it; null where that is the built-in default. */
export function decidedOption<Option extends string>({ configuration }: MailServer, scope: Scope, option: Option) {
  const { value, decidedBy, note } = effective(configuration, scope, option);
  return {
    scope: printPath(scope.path),
    direction: directionName(scope),
    option,
    value: value ?? null,
    file: decidedBy?.setting.file ?? null,
    line: decidedBy?.setting.line ?? null,
    note,
  };
}

/** The global scope counts with the deliveries: what listens has scopes of its own. */
function directionName(scope: Scope): ScopePolicy['direction'] {
  return directionOf(scope) === 'inbound' ? 'inbound' : 'outbound';
}

/** Listeners other than these have no TLS in any version: the console's, the cluster's. */
function speaksTls(outermost: string | undefined): boolean {
  if (outermost?.endsWith('_listener') !== true) return true;
  return ['esmtp_listener', 'ecstream_listener', 'http_listener', 'xmpp_listener'].includes(outermost);
}

/** The versions that a value leaves on; undefined is the built-in default. */
export function protocolsOf(
  option: ScopePolicy['option'],
  value: string | undefined,
  known: readonly Protocol[],
): readonly Protocol[] {
  if (option === 'tls_ciphers') {
    const reading = readGnutlsPriority(value ?? 'NORMAL');
    return reading.ok ? [...reading.versions] : [];
  }
  // Before tls_protocols came there was nothing to switch off: everything is on.
  return [
    ...evaluateProtocols(
      parseProtocols(value ?? '+ALL').terms,
      known.length === 0 ? protocols.filter((protocol) => protocol !== 'TLSv1.3') : known,
    ),
  ];
}
