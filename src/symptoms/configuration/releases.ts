import type { Version } from '../../host/version.ts';

/**
 * Options by the releases that brought them, one for each line that got it (Momentum reference and release notes).
 * Where the sources differ, the earlier release: what may be known is not called unknown.
 */
export const OPTION_RELEASES: Readonly<Record<string, readonly string[]>> = {
  starttls_injection_policy: ['3.3'],
  tls_allow_renegotiation: ['3.5.4', '4.0'],
  tls_ifavailable_fallback: ['3.5.10', '3.6.4', '4.1'],
  tls_engine: ['3.6.5', '4.0'],
  tls_dhparams_file: ['3.6.6', '4.0'],
  tls_enable_dhe_ciphers: ['3.6.6', '4.0'],
  tls_ec_curve_names: ['4.2'],
  tlsv13_ciphersuites: ['4.6'],
  use_dane: ['4.8'],
  enable_dane: ['4.8'],
  tlsa_expire_interval: ['4.8'],
  use_mta_sts: ['4.8'],
  enable_mta_sts: ['4.8'],
};

/** `releases` ascending. A line newer than one that has it has it from its own release on, where it has one. */
export function isReleased(version: Version, releases: readonly string[]): boolean {
  const major = (release: string) => Number(release.split('.')[0]);
  const line = (release: string) => release.split('.').slice(0, 2).join('.');
  const ownMajor = releases.filter((release) => major(release) === version.major);
  const older = releases.filter((release) => major(release) < version.major);
  const deciding = ownMajor.length > 0 ? ownMajor.filter((release) => version.atLeast(line(release))) : older;
  const last = deciding.at(-1);
  return last !== undefined && version.atLeast(last);
}
