import { effective } from '../../config/ecelerity/effective.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import type { MailServer } from '../../services/ecelerity/ground.ts';
import { versionOption } from '../../services/ecelerity/policy.ts';
import { writeGnutlsPriority } from '../../tls/gnutls-priority.ts';
import { tlsProtocolsSince } from '../../tls/momentum-protocols.ts';
import { type PresetFacts, preset } from '../../tls/preset.ts';
import type { Protocol } from '../../tls/protocol.ts';
import { protocolSet } from '../../tls/protocol-set.ts';
import { writeProtocols } from '../../tls/protocol-string.ts';
import type { Target } from './targets.ts';

/** The value that a scope is to have, or why there is none. */
export type Wanted =
  | { readonly refused?: never; readonly value: string; readonly warnings: readonly string[] }
  | { readonly refused: true; readonly why: string };

/** What an answer comes to in one scope: a value of tls_protocols, or for GnuTLS of tls_ciphers. */
export function wantedIn(server: MailServer, scope: Scope, answer: Target['answer'], use: PresetFacts['use']): Wanted {
  if (versionOption(server, scope) === 'tls_ciphers') return wantedOfGnutls(server, scope, answer);
  const momentum = server.momentum ?? '99';
  if (server.known.length === 0) {
    const why = `Momentum ${momentum} has no tls_protocols and would not load a configuration with it: upgrade to ${tlsProtocolsSince(momentum)} first`;
    return { refused: true, why };
  }
  if (typeof answer === 'string') {
    const found = preset(answer, { momentum, use, ...(server.openssl === undefined ? {} : { openssl: server.openssl }) });
    return found.refused ? { refused: true, why: `${answer}: ${found.why}` } : { value: found.string, warnings: found.warnings };
  }
  return wantedOfList(server, answer as readonly Protocol[]);
}

/** Tokens that this Momentum does not know are left out, and said; nothing left is no policy. */
function wantedOfList({ known }: MailServer, answer: readonly Protocol[]): Wanted {
  const usable = protocolSet(answer.filter((protocol) => known.includes(protocol)));
  const dropped = answer.filter((protocol) => !known.includes(protocol));
  if (usable.size === 0) return { refused: true, why: `this Momentum knows none of ${answer.join(', ')}: nothing would be left` };
  const warnings = dropped.length === 0 ? [] : [`${dropped.join(', ')} is left out: this Momentum does not know it`];
  return { value: writeProtocols(usable, known), warnings };
}

function wantedOfGnutls(server: MailServer, scope: Scope, answer: Target['answer']): Wanted {
  const existing = effective(server.configuration, scope, 'tls_ciphers').value;
  const versions =
    answer === 'intermediate' ? (['TLSv1.2', 'TLSv1.3'] as const) : answer === 'modern' ? (['TLSv1.3'] as const) : undefined;
  const wanted = typeof answer === 'string' ? (versions ?? 'poodle-fix') : (answer as readonly Protocol[]);
  const written = writeGnutlsPriority(wanted, existing);
  return written.refused ? { refused: true, why: written.why } : { value: written.string, warnings: [] };
}
