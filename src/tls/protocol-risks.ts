import { type Protocol, protocols, retiredBy } from './protocol.ts';
import { type ProtocolSet, protocolSet } from './protocol-set.ts';

/** What is wrong with a set as a whole, whatever string it came from. */
export interface ProtocolRisk {
  readonly id: 'nothing-left' | 'broken-on' | 'hole' | 'newest-off';
  /** The versions it is about. */
  readonly protocols: readonly Protocol[];
  readonly what: string;
}

/**
 * - `nothing-left`: no handshake can succeed.
 * - `broken-on`: SSLv2 or SSLv3 stay on.
 * - `hole`: versions are off with older and newer ones on. An OpenSSL client offers one range only and
 *   drops all that lies above the hole (ssl_get_min_max_version() in ssl/statem/statem_lib.c).
 * - `newest-off`: only retired versions are on, as in `-SSLv2:-SSLv3:-TLSv1.0:+TLSv1.1:-TLSv1.2`.
 *
 * `known` are the versions that the set could have: those of the Momentum, or of its OpenSSL.
 */
export function protocolRisks(set: Iterable<Protocol>, known: Iterable<Protocol>): readonly ProtocolRisk[] {
  const on = [...protocolSet(set)];
  if (on.length === 0) return [{ id: 'nothing-left', protocols: [], what: 'no protocol is left: no handshake can succeed' }];
  const risks: ProtocolRisk[] = [];
  const broken = on.filter((protocol) => protocol in attacks);
  if (broken.length > 0) {
    const what = `${broken.map((protocol) => `${protocol} (${attacks[protocol]})`).join(' and ')} on, which can be broken`;
    risks.push({ id: 'broken-on', protocols: broken, what });
  }
  const off = holes(on, protocolSet(known));
  if (off.length > 0) {
    const what = `${off.join(' and ')} off between versions that are on: OpenSSL clients then stay below the gap`;
    risks.push({ id: 'hole', protocols: off, what });
  }
  const better = [...protocolSet(known)].filter((protocol) => !on.includes(protocol) && retiredBy[protocol] === undefined);
  if (better.length > 0 && on.every((protocol) => retiredBy[protocol] !== undefined)) {
    const what = `${better.join(' and ')} off and only retired versions on (${on.join(', ')})`;
    risks.push({ id: 'newest-off', protocols: better, what });
  }
  return risks;
}

const attacks: Partial<Record<Protocol, string>> = { SSLv2: 'DROWN', SSLv3: 'POODLE' };

function holes(on: readonly Protocol[], known: ProtocolSet): readonly Protocol[] {
  const places = on.map((protocol) => protocols.indexOf(protocol));
  const [lowest, highest] = [Math.min(...places), Math.max(...places)];
  return protocols.filter(
    (protocol, place) => place > lowest && place < highest && known.has(protocol) && !on.includes(protocol),
  );
}
