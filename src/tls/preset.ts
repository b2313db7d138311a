import { momentumProtocols, tlsProtocolsSince } from './momentum-protocols.ts';
import { type Protocol, protocols } from './protocol.ts';
import { type ProtocolSet, protocolSet } from './protocol-set.ts';
import { evaluateProtocols, parseProtocols, writeProtocols } from './protocol-string.ts';
import { atLeast } from './version.ts';

/** Policies with a name; the last two are called as in Mozilla's Server Side TLS guideline 6.0. */
export const presetNames = ['poodle-fix', 'as-in-manual', 'intermediate', 'modern'] as const;

export type PresetName = (typeof presetNames)[number];

/** What decides what a preset comes to. */
export interface PresetFacts {
  readonly momentum: string;
  /** Of the OpenSSL that ecelerity is linked to; undefined where it is not known. */
  readonly openssl?: string;
  /** Who is at the other end: strangers' mail servers (`smtp` on port 25, `outbound`), or people and programs that are known. */
  readonly use: 'smtp' | 'outbound' | 'submission' | 'http';
}

export type Preset =
  | { readonly refused?: never; readonly string: string; readonly protocols: ProtocolSet; readonly warnings: readonly string[] }
  | { readonly refused: true; readonly why: string };

/**
 * The value of `tls_protocols` behind a preset's name on this host, or why there is none. Where OpenSSL is
 * not known it is taken to be the oldest that this Momentum ran on: `-SSLv2` too much does no harm.
 */
export function preset(name: PresetName, facts: PresetFacts): Preset {
  const known = momentumProtocols(facts.momentum);
  if (known.length === 0) {
    const why = `tls_protocols came with Momentum ${tlsProtocolsSince(facts.momentum)}; ${facts.momentum} would not load it`;
    return { refused: true, why };
  }
  const refusal = objection(name, facts);
  if (refusal !== undefined) return { refused: true, why: refusal };
  const sslv2 = !speaks(facts, '1.1.0');
  // What no OpenSSL here can speak is not worth a word in the value.
  const writable = known.filter((protocol) => sslv2 || protocol !== 'SSLv2');
  const string = name === 'as-in-manual' ? '+ALL:-SSLv3' : writeProtocols(since(oldest[name]), writable);
  const left = evaluateProtocols(parseProtocols(string).terms, writable);
  return { string, protocols: left, warnings: name === 'as-in-manual' && sslv2 ? [sslv2Stays(facts)] : [] };
}

/** Where a preset's range begins. */
const oldest = { 'poodle-fix': 'TLSv1.0', intermediate: 'TLSv1.2', modern: 'TLSv1.3' } as const;

function since(protocol: Protocol): ProtocolSet {
  return protocolSet(protocols.slice(protocols.indexOf(protocol)));
}

function objection(name: PresetName, facts: PresetFacts): string | undefined {
  const found = facts.openssl === undefined ? 'which OpenSSL ecelerity is linked to is not known' : `OpenSSL is ${facts.openssl}`;
  if (name === 'intermediate' && !speaks(facts, '1.0.1')) {
    return `TLS 1.2 needs OpenSSL 1.0.1, and ${found}: nothing would be left`;
  }
  if (name !== 'modern') return undefined;
  if (facts.use === 'smtp' || facts.use === 'outbound') {
    return 'mail servers that do not know TLS 1.3 would send and receive in plain text, or not at all';
  }
  if (!atLeast(facts.momentum, '4.6')) return `TLS 1.3 came with Momentum 4.6, and this is ${facts.momentum}`;
  return speaks(facts, '1.1.1') ? undefined : `TLS 1.3 needs OpenSSL 1.1.1, and ${found}`;
}

/** Momentum 4.6 brought OpenSSL 1.1.1: from there on it need not be known. */
function speaks({ openssl, momentum }: PresetFacts, least: string): boolean {
  return openssl === undefined ? atLeast(momentum, '4.6') : atLeast(openssl, least);
}

function sslv2Stays({ openssl }: PresetFacts): string {
  const which = openssl === undefined ? 'an OpenSSL older than 1.1.0' : `OpenSSL ${openssl}`;
  return `SSLv2 stays on where ${which} was built with it: poodle-fix takes it away too`;
}
