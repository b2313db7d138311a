import { type Protocol, protocols } from './protocol.ts';
import { type ProtocolSet, protocolSet } from './protocol-set.ts';

/** One part of a `tls_protocols` value: `+ALL`, `-SSLv3`. */
export interface ProtocolTerm {
  readonly sign: '+' | '-';
  readonly token: Protocol | 'ALL';
}

/** Something odd in the value, and where: `start` and `length` count UTF-16 units of the value. */
export interface ProtocolWarning {
  readonly id: 'missing-sign' | 'missing-base' | 'empty-part' | 'empty-value' | 'unknown-token' | 'spelling';
  readonly what: string;
  readonly start: number;
  readonly length: number;
}

export interface ParsedProtocols {
  readonly terms: readonly ProtocolTerm[];
  readonly warnings: readonly ProtocolWarning[];
}

const byLowerCase = new Map<string, Protocol | 'ALL'>(
  ['ALL' as const, ...protocols].map((token) => [token.toLowerCase(), token]),
);

/**
 * Reads a value of `tls_protocols`, without its quotes: parts between colons, each a sign and a token
 * ("tls_protocols" in the Momentum reference; every example there begins with `+ALL`). Never throws.
 * The manual is silent on a missing sign, odd case and unknown tokens: they are taken as +, as meant,
 * and as nothing, each with a warning, because Momentum may see them differently.
 */
export function parseProtocols(value: string): ParsedProtocols {
  const terms: ProtocolTerm[] = [];
  const warnings: ProtocolWarning[] = [];
  let start = 0;
  // A value that is nothing at all gets one warning, for the whole of it.
  for (const part of value.trim() === '' ? [] : value.split(':')) {
    const warn = (id: ProtocolWarning['id'], what: string) => warnings.push({ id, what, start, length: part.length });
    const term = readTerm(part, warn);
    if (term !== undefined) terms.push(term);
    start += part.length + 1;
  }
  const [first] = terms;
  const whole = { start: 0, length: value.length };
  if (first === undefined) {
    warnings.push({ id: 'empty-value', what: 'it names no protocol: taken as +ALL, the default', ...whole });
  } else if (first.sign === '-') {
    warnings.push({ id: 'missing-base', what: 'it begins by taking away: taken as if +ALL stood before it', ...whole });
  }
  return { terms, warnings };
}

function readTerm(part: string, warn: (id: ProtocolWarning['id'], what: string) => void): ProtocolTerm | undefined {
  const text = part.trim();
  if (text === '') {
    warn('empty-part', 'a colon with nothing before or after it');
    return undefined;
  }
  const sign = text[0] === '+' || text[0] === '-' ? text[0] : undefined;
  const name = sign === undefined ? text : text.slice(1).trim();
  const token = byLowerCase.get(name.toLowerCase());
  if (token === undefined) {
    warn('unknown-token', `"${name}" is no protocol that tls_protocols knows`);
    return undefined;
  }
  if (sign === undefined) warn('missing-sign', `"${name}" has neither + nor -: taken as +${token}`);
  if (part !== `${sign ?? ''}${token}`) warn('spelling', `"${part}" is written ${sign ?? '+'}${token}`);
  return { sign: sign ?? '+', token };
}

/**
 * What the terms leave switched on, of the tokens that are `known` to this Momentum: from left to right,
 * later ones winning. Terms that begin with a minus, and no terms at all, start from ALL: the option's
 * default, and the answer that does not promise more safety than there is.
 */
export function evaluateProtocols(terms: readonly ProtocolTerm[], known: Iterable<Protocol>): ProtocolSet {
  const all = protocolSet(known);
  const on = new Set<Protocol>(terms[0]?.sign === '+' ? [] : all);
  for (const { sign, token } of terms) {
    for (const protocol of token === 'ALL' ? all : [token]) {
      if (sign === '-') on.delete(protocol);
      else if (all.has(protocol)) on.add(protocol);
    }
  }
  return protocolSet(on);
}

/**
 * The value that leaves `wanted` of the `known` tokens: `+ALL` and what to take away from it, oldest first.
 * Always that form: it is the one that all examples of the manual have.
 */
export function writeProtocols(wanted: Iterable<Protocol>, known: Iterable<Protocol>): string {
  const kept = protocolSet(wanted);
  const taken = [...protocolSet(known)].filter((protocol) => !kept.has(protocol));
  return ['+ALL', ...taken.map((protocol) => `-${protocol}`)].join(':');
}
