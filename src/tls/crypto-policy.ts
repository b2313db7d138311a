import type { Protocol } from './protocol.ts';

/**
 * The oldest version that the system's crypto policy lets OpenSSL speak; undefined where there is no such
 * policy (RHEL before 8) or it is one we do not know. `policy` is the line in /etc/crypto-policies/config,
 * sub-policies (`DEFAULT:SHA1`) included; `release` the major release of RHEL.
 *
 * DEFAULT, FUTURE and FIPS: TLS 1.2. LEGACY: TLS 1.0 on RHEL 8; from RHEL 9 on TLS 1.2 too (crypto-policies(7),
 * and "Using system-wide cryptographic policies" in Red Hat's Security hardening of RHEL 8 and 9).
 */
export function policyMinimum(policy: string, release: number): Protocol | undefined {
  if (release < 8) return undefined;
  const [base = ''] = policy.trim().toUpperCase().split(':');
  if (base === 'LEGACY') return release === 8 ? 'TLSv1.0' : 'TLSv1.2';
  return ['DEFAULT', 'FUTURE', 'FIPS', 'NEXT'].includes(base) ? 'TLSv1.2' : undefined;
}
