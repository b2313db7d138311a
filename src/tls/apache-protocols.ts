import { type Protocol, protocols } from './protocol.ts';
import { type ProtocolSet, protocolSet } from './protocol-set.ts';
import { atLeast } from './version.ts';

const WORDS: ReadonlyMap<string, Protocol> = new Map([
  ['sslv2', 'SSLv2'],
  ['sslv3', 'SSLv3'],
  ['tlsv1', 'TLSv1.0'],
  ['tlsv1.1', 'TLSv1.1'],
  ['tlsv1.2', 'TLSv1.2'],
  ['tlsv1.3', 'TLSv1.3'],
]);

/**
 * The versions that the arguments of SSLProtocol leave on: from left to right, + adds, - takes away, and a
 * word without a sign replaces all before it (`ssl_cmd_protocol_parse` in mod_ssl). 2.4 has no SSLv2; before
 * 2.2.23 TLSv1 also means all that is newer. Words it does not know count as nothing: httpd would not start.
 */
export function readApacheProtocols(words: readonly string[], httpd: string | undefined): ProtocolSet {
  let on = new Set<Protocol>();
  for (const word of words) {
    const [, sign = '', name = ''] = /^([+-]?)(.*)$/.exec(word) ?? [];
    const meant = meaning(name.toLowerCase(), httpd);
    if (sign === '-') for (const protocol of meant) on.delete(protocol);
    else on = new Set(sign === '+' ? [...on, ...meant] : meant);
  }
  return protocolSet(on);
}

function meaning(name: string, httpd: string | undefined): readonly Protocol[] {
  if (name === 'all') return httpd === undefined || atLeast(httpd, '2.4') ? protocols.slice(1) : protocols;
  if (name === 'tlsv1' && httpd !== undefined && !atLeast(httpd, '2.2.23')) return protocols.slice(2);
  const protocol = WORDS.get(name);
  return protocol === undefined ? [] : [protocol];
}
