import { type Protocol, protocols } from './protocol.ts';
import { atLeast } from './version.ts';

/** The release of its line that brought `tls_protocols`: 3.6.6, 4.1.0.2 (Momentum reference, "tls_protocols"). */
export function tlsProtocolsSince(momentum: string): string {
  return atLeast(momentum, '4') ? '4.1.0.2' : '3.6.6';
}

/**
 * The tokens that `tls_protocols` of this Momentum knows, ALL aside; none where the option does not exist
 * and would stop the whole configuration from loading. TLSv1.3 came with 4.6.
 */
export function momentumProtocols(momentum: string): readonly Protocol[] {
  if (!atLeast(momentum, tlsProtocolsSince(momentum))) return [];
  return protocols.filter((protocol) => protocol !== 'TLSv1.3' || atLeast(momentum, '4.6'));
}
