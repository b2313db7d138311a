import { uniqueNames } from './names.ts';
import type { Certificate } from './read.ts';

/** What a certificate of ours is to say; the shape that plans carry. */
export interface CertificateFacts {
  readonly hostname: string;
  /** DNS names and IP addresses beside `hostname`, which is always among the subjectAltNames. */
  readonly altNames: readonly string[];
  readonly keyBits: 2048 | 3072 | 4096;
  readonly days: number;
}

/** ub-common-name of RFC 5280 appendix A.1. */
const longestCommonName = 64;

/** Every subjectAltName, canonical, the host name first. */
export function subjectNames(facts: Pick<CertificateFacts, 'hostname' | 'altNames'>): readonly string[] {
  return uniqueNames([facts.hostname, ...facts.altNames]);
}

/**
 * The CN for a host name. One of more than 64 characters does not fit (RFC 5280), and a self-signed
 * certificate cannot go without, as its issuer must not be empty: then the CN is the name's first
 * label (at most 63), and the whole name is a subjectAltName, which is what current clients look at.
 */
export function commonName(hostname: string): string {
  const [name = hostname] = uniqueNames([hostname]);
  if (name.length <= longestCommonName) return name;
  return name.split('.').find((label) => label !== '*') ?? name.slice(0, longestCommonName);
}

/**
 * In words, what keeps `certificate` from fulfilling `facts`; empty when nothing does. Names are
 * compared as sets and in canonical form. `days` never matters: a wish for a shorter or longer life
 * is no reason to replace a certificate that is good.
 */
export function certificateDifferences(certificate: Certificate, facts: CertificateFacts): readonly string[] {
  const differences: string[] = [];
  const subject = commonName(facts.hostname);
  if (certificate.subject.toLowerCase() !== subject) {
    differences.push(
      certificate.subject === '' ? `no common name, not ${subject}` : `issued to ${certificate.subject}, not ${subject}`,
    );
  }
  const wanted = subjectNames(facts);
  const present = uniqueNames(certificate.altNames);
  const missing = wanted.filter((name) => !present.includes(name));
  const surplus = present.filter((name) => !wanted.includes(name));
  if (missing.length > 0) differences.push(`not valid for ${missing.join(', ')}`);
  if (surplus.length > 0) differences.push(`also valid for ${surplus.join(', ')}`);
  if (certificate.keyType !== 'rsa') differences.push(`its key is ${certificate.keyType}, not RSA of ${facts.keyBits} bits`);
  else if (certificate.keyBits !== facts.keyBits)
    differences.push(`its key has ${certificate.keyBits} bits, not ${facts.keyBits}`);
  return differences;
}
