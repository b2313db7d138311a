/** Every version there ever was, oldest first, by the names that `tls_protocols` of Momentum uses. */
export const protocols = ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

export type Protocol = (typeof protocols)[number];

/** The RFC that says a version must not be used any more; undefined for those in good standing. */
export const retiredBy: Readonly<Record<Protocol, string | undefined>> = {
  SSLv2: 'RFC 6176',
  SSLv3: 'RFC 7568',
  'TLSv1.0': 'RFC 8996',
  'TLSv1.1': 'RFC 8996',
  'TLSv1.2': undefined,
  'TLSv1.3': undefined,
};

/** The two bytes on the wire: RFC 8446 section 4.1.2 and its predecessors; SSLv2 calls itself 0.2. */
export const wireVersion: Readonly<Record<Protocol, number>> = {
  SSLv2: 0x0002,
  SSLv3: 0x0300,
  'TLSv1.0': 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
};

/** The version behind two bytes of the wire; undefined for a number nobody assigned. */
export function protocolOfWire(version: number): Protocol | undefined {
  return protocols.find((protocol) => wireVersion[protocol] === version);
}

/**
 * The word for `ssl_min_protocol_version` (PostgreSQL 12 and later, "SSL Settings" of its manual),
 * which knows TLSv1, TLSv1.1, TLSv1.2 and TLSv1.3. Undefined for SSLv2 and SSLv3: it has not spoken
 * either since 9.4.
 */
export function postgresProtocol(protocol: Protocol): string | undefined {
  if (protocol === 'SSLv2' || protocol === 'SSLv3') return undefined;
  return protocol === 'TLSv1.0' ? 'TLSv1' : protocol;
}

/** What decides which words an httpd understands in SSLProtocol. */
export interface ApacheFacts {
  /** As in `Server version: Apache/2.2.15`; what is no version counts as the oldest. */
  readonly version: string;
  /** Whether the OpenSSL it is linked to speaks TLS 1.2 (1.0.1 and later). */
  readonly opensslHasTls12: boolean;
}

/**
 * The argument of SSLProtocol that leaves the safest set this httpd can express and start with.
 * An unknown word stops the start (`ssl_cmd_protocol_parse` in mod_ssl: "Illegal protocol"), and so
 * does a set with nothing left. Hence:
 *
 * - before 2.2.23 there are only SSLv2, SSLv3 and TLSv1, and TLSv1 also carries what newer the
 *   OpenSSL speaks: taking it away leaves nothing;
 * - TLSv1.1 and TLSv1.2 are words from 2.2.23, and only with an OpenSSL that has them;
 * - 2.4 has no SSLv2, so the word is left out there.
 *
 * Sources: the SSLProtocol directive in the mod_ssl pages of httpd 2.2 and 2.4, and the parser above.
 */
export function apacheProtocolValue(apache: ApacheFacts): string {
  const [major = 0, minor = 0, patch = 0] = apache.version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const is24 = major > 2 || (major === 2 && minor >= 4);
  const splitsTls = is24 || (major === 2 && minor === 2 && patch >= 23);
  const words = is24 ? ['all', '-SSLv3'] : ['all', '-SSLv2', '-SSLv3'];
  if (splitsTls && apache.opensslHasTls12) words.push('-TLSv1', '-TLSv1.1');
  return words.join(' ');
}
