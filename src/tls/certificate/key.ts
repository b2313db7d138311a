import { createPrivateKey, X509Certificate } from 'node:crypto';

/** How a private key stands to a certificate. */
export type KeyComparison = 'match' | 'mismatch' | 'encrypted-key' | 'unreadable-key' | 'unreadable-certificate';

/** Up to the next beginning: what a service's account wrote there must not be searched to its end once for each of them. */
const keyBlock = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----(?:(?!-----BEGIN )[\s\S])*?-----END \1PRIVATE KEY-----/;

/**
 * Whether the first private key in `keyPem` belongs to the first certificate in `certificatePem`
 * (both may be the same file), and if that cannot be told, why. Never throws. Needed because
 * `httpd -t` and `postgres -C` are content with a pair that does not match.
 */
export function compareKey(keyPem: string, certificatePem: string): KeyComparison {
  const key = keyPem.match(keyBlock)?.[0];
  if (key === undefined) return 'unreadable-key';
  if (isEncryptedKey(key)) return 'encrypted-key';
  const certificate = attempt(() => new X509Certificate(certificatePem.slice(certificateStart(certificatePem))));
  if (certificate === undefined) return 'unreadable-certificate';
  const privateKey = attempt(() => createPrivateKey(key));
  if (privateKey === undefined) return 'unreadable-key';
  return attempt(() => certificate.checkPrivateKey(privateKey)) === true ? 'match' : 'mismatch';
}

/** True only where both can be read and belong together. */
export function keyMatches(keyPem: string, certificatePem: string): boolean {
  return compareKey(keyPem, certificatePem) === 'match';
}

/**
 * Whether a private key in `pem` asks for a passphrase, which no service that starts on its own can
 * give: PKCS#8 says so in its label, PKCS#1 in a header (RFC 1421 section 4.6.1.1).
 */
export function isEncryptedKey(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem) || /^Proc-Type: *4, *ENCRYPTED/m.test(pem);
}

/** OpenSSL's reader wants nothing but certificates from here on; text and keys may stand before. */
function certificateStart(pem: string): number {
  return Math.max(0, pem.search(/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The length of an RSA key that a certificate of ours may have; undefined for every other one. Never throws. */
export function rsaBits(keyPem: string): 2048 | 3072 | 4096 | undefined {
  const details = attempt(() => createPrivateKey(keyPem))?.asymmetricKeyDetails;
  const bits = details?.modulusLength;
  return bits === 2048 || bits === 3072 || bits === 4096 ? bits : undefined;
}
