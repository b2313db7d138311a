import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { buildCertificate, commonNameOf } from './build.ts';
import { type CertificateFacts, commonName } from './facts.ts';
import { leafExtensions, refuseBadNames } from './leaf.ts';

/** A private key and the certificate over its public half, both PEM with a newline at the end. */
export interface Pair {
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** An RSA key as PEM: the private half PKCS#1, the public half SubjectPublicKeyInfo. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/**
 * A new key and a self-signed certificate that says exactly `facts`. Clients on a machine whose clock
 * is behind accept it as well: it is valid from an hour before `now`, and for `days` after it.
 * Throws on names that validateHostname and validateAltName refuse: asking for them is a bug.
 */
export async function issuePair(facts: CertificateFacts, { now }: { readonly now: Date }): Promise<Pair> {
  const keys = await generateRsaKey(facts.keyBits);
  return { keyPem: keys.privateKey, certificatePem: await selfSign(keys, facts, now) };
}

/**
 * PKCS#1 (`BEGIN RSA PRIVATE KEY`), not PKCS#8: the one form every OpenSSL since 0.9.8 reads, and
 * every PostgreSQL and httpd that is linked to one.
 */
export function generateRsaKey(bits: number): Promise<KeyPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

/** The certificate over `keys`, signed with them: SHA-256 with RSA, the profile of RFC 5280 for a TLS server. */
export async function selfSign(keys: KeyPair, facts: CertificateFacts, now: Date): Promise<string> {
  refuseBadNames(facts);
  const subject = await commonNameOf(commonName(facts.hostname));
  return buildCertificate(
    { publicKey: keys.publicKey, subject, issuer: subject, now, days: facts.days, extensions: leafExtensions(facts) },
    keys.privateKey,
  );
}
