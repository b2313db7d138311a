import { type Protocol, protocols } from './protocol.ts';
import { atLeast } from './version.ts';

/**
 * Why this OpenSSL (`0.9.8e`, `1.0.1e-fips`) cannot speak `protocol`; undefined where it can, if it was
 * built with it. Sources: CHANGES of OpenSSL, under 1.0.1 (TLS 1.1 and 1.2), 1.1.0 (SSLv2 removed) and
 * 1.1.1 (TLS 1.3).
 */
export function unspokenByOpenssl(openssl: string, protocol: Protocol): string | undefined {
  const since = { 'TLSv1.1': '1.0.1', 'TLSv1.2': '1.0.1', 'TLSv1.3': '1.1.1' } as const;
  if (protocol === 'SSLv2') return atLeast(openssl, '1.1.0') ? 'OpenSSL dropped it with 1.1.0' : undefined;
  if (protocol === 'SSLv3' || protocol === 'TLSv1.0') return undefined;
  return atLeast(openssl, since[protocol]) ? undefined : `OpenSSL ${openssl} is older than ${since[protocol]}, which brought it`;
}

/** The versions that an OpenSSL of this version can speak if it was built with them. */
export function opensslProtocols(openssl: string): readonly Protocol[] {
  return protocols.filter((protocol) => unspokenByOpenssl(openssl, protocol) === undefined);
}

/**
 * Why a version that this OpenSSL has will most likely not be spoken all the same; undefined where nothing
 * is known against it. SSLv3 is not built in by default from 1.1.0; TLS 1.0 and 1.1 of OpenSSL 3 work at
 * security level 0 only, because their handshakes sign with SHA-1 and MD5 (CHANGES, 1.1.0 and 3.0).
 * `ciphers` is the scope's `tls_ciphers`, which may name the level.
 */
export function unlikelyInOpenssl(openssl: string, protocol: Protocol, ciphers = ''): string | undefined {
  if (protocol === 'SSLv3' && atLeast(openssl, '1.1.0')) return 'OpenSSL is not built with it by default since 1.1.0';
  if ((protocol === 'TLSv1.0' || protocol === 'TLSv1.1') && atLeast(openssl, '3') && !/@SECLEVEL=0(?!\d)/.test(ciphers))
    return 'OpenSSL 3 speaks it at security level 0 only';
  return undefined;
}
