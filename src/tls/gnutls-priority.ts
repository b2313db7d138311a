import type { Protocol } from './protocol.ts';
import { type ProtocolSet, protocolSet } from './protocol-set.ts';
import { atLeast } from './version.ts';

/**
 * Priority strings of GnuTLS, which stand in `tls_ciphers` where `tls_engine = "gnutls"` ("Priority Strings"
 * in the GnuTLS manual): a keyword, then elements that add (+) or take away (- or !), then %options.
 */

/** Keywords with the versions of NORMAL. SUITEB has TLS 1.2 alone, NONE nothing. */
const likeNormal = ['NORMAL', 'PERFORMANCE', 'LEGACY', 'PFS', 'SECURE128', 'SECURE192', 'SECURE256', 'SECURE'];
const suiteB = ['SUITEB128', 'SUITEB192'];

const versionNames: readonly (readonly [Protocol, string])[] = [
  ['SSLv3', 'VERS-SSL3.0'],
  ['TLSv1.0', 'VERS-TLS1.0'],
  ['TLSv1.1', 'VERS-TLS1.1'],
  ['TLSv1.2', 'VERS-TLS1.2'],
  ['TLSv1.3', 'VERS-TLS1.3'],
];

/** Without a known release the oldest is assumed: SSLv3 in NORMAL, and no TLS 1.3 to be named. */
export type GnutlsRelease = string | undefined;

export type GnutlsReading =
  | {
      readonly ok: true;
      readonly versions: ProtocolSet /** False for a base such as @SYSTEM, set elsewhere. */;
      readonly certain: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/** Which versions a priority string switches on. Never throws; an OpenSSL cipher list is a problem. */
export function readGnutlsPriority(priority: string, release?: GnutlsRelease): GnutlsReading {
  const elements = split(priority);
  const problem = problemOf(elements);
  if (problem !== undefined) return { ok: false, problem };
  const base = (elements[0] ?? '').toUpperCase();
  const all = versionsOfNormal(release);
  const on = new Set<Protocol>(base === 'NONE' ? [] : suiteB.includes(base) ? ['TLSv1.2'] : all);
  for (const element of elements) {
    const version = versionOf(element);
    if (version === undefined) continue;
    const adds = element.startsWith('+');
    if (version === 'all' && !adds) on.clear();
    for (const each of version === 'all' ? all : [version]) {
      if (adds) on.add(each);
      else on.delete(each);
    }
  }
  return { ok: true, versions: protocolSet(on), certain: !base.startsWith('@') && base !== 'SYSTEM' };
}

export type GnutlsPriority =
  | { readonly refused?: never; readonly string: string }
  | { readonly refused: true; readonly why: string };

/**
 * The priority string that keeps all of `existing` but what it says about versions: those become `wanted`,
 * or for `poodle-fix` what they were without SSLv3. Refused where `existing` is no priority string. TLS 1.3
 * is only named to a release that has it (3.6.5).
 */
export function writeGnutlsPriority(
  wanted: 'poodle-fix' | Iterable<Protocol>,
  existing?: string,
  release?: GnutlsRelease,
): GnutlsPriority {
  const elements = existing === undefined || existing.trim() === '' ? ['NORMAL'] : split(existing);
  const problem = problemOf(elements);
  if (problem !== undefined) return { refused: true, why: problem };
  return wanted === 'poodle-fix' ? withoutSsl3(elements) : withVersions(elements, protocolSet(wanted), release);
}

/** Only what switches SSLv3 on goes; the last word on it has to come after all other versions. */
function withoutSsl3(elements: readonly string[]): GnutlsPriority {
  const kept = elements.filter((element) => !(element.startsWith('+') && versionOf(element) === 'SSLv3'));
  const reading = readGnutlsPriority(kept.join(':'));
  if (!reading.ok || !(reading.versions.has('SSLv3') || !reading.certain)) return { string: kept.join(':') };
  const place = kept.findLastIndex((element) => versionOf(element) !== undefined);
  return { string: kept.toSpliced(Math.max(place, 0) + 1, 0, '-VERS-SSL3.0').join(':') };
}

function withVersions(elements: readonly string[], wanted: ProtocolSet, release: GnutlsRelease): GnutlsPriority {
  const named = versionNames.filter(([protocol]) => wanted.has(protocol) && (protocol !== 'TLSv1.3' || hasTls13(release)));
  if (named.length === 0) return { refused: true, why: 'GnuTLS here speaks none of the chosen versions: nothing would be left' };
  const place = elements.findIndex((element) => versionOf(element) !== undefined);
  const kept = elements.filter((element) => versionOf(element) === undefined);
  const versions = ['-VERS-ALL', ...named.map(([, name]) => `+${name}`)];
  return { string: kept.toSpliced(Math.max(place, 1), 0, ...versions).join(':') };
}

/** 3.4.0 took SSL 3.0 out of the defaults, 3.6.5 brought TLS 1.3 in (NEWS of GnuTLS). */
function versionsOfNormal(release: GnutlsRelease): readonly Protocol[] {
  const ssl3 = release === undefined || !atLeast(release, '3.4.0');
  return [
    ...(ssl3 ? ['SSLv3' as const] : []),
    'TLSv1.0',
    'TLSv1.1',
    'TLSv1.2',
    ...(hasTls13(release) ? ['TLSv1.3' as const] : []),
  ];
}

function hasTls13(release: GnutlsRelease): boolean {
  return release !== undefined && atLeast(release, '3.6.5');
}

function split(priority: string): string[] {
  return priority
    .split(':')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}

function isSigned(element: string): boolean {
  return /^[-+!%]/.test(element);
}

/** Without a keyword in the first place GnuTLS sets no priorities at all; other bare words it does not know. */
function problemOf([first, ...rest]: readonly string[]): string | undefined {
  if (first === undefined) return 'the priority string is empty';
  const keywords = ['NONE', 'SYSTEM', ...likeNormal, ...suiteB];
  const known = first.startsWith('@') || keywords.includes(first.toUpperCase());
  if (!known) return `"${first}" begins no GnuTLS priority string: it may be an OpenSSL cipher list`;
  const odd = rest.find((element) => !isSigned(element) && !keywords.includes(element.toUpperCase()));
  return odd === undefined ? undefined : `"${odd}" is no element of a GnuTLS priority string`;
}

/** The TLS version that an element is about, `all` of them, or undefined. DTLS is not TLS. */
function versionOf(element: string): Protocol | 'all' | undefined {
  if (!/^[-+!]/.test(element)) return undefined;
  const name = element.slice(1).toUpperCase();
  if (name === 'VERS-ALL' || name === 'VERS-TLS-ALL') return 'all';
  return versionNames.find(([, version]) => version === name)?.[0];
}
