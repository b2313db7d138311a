import { generateKeyPair, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { asn1, pki } from 'node-forge';
import { type CertificateFacts, commonName, subjectNames } from './facts.ts';
import { validateAltName, validateHostname } from './hostname.ts';
import { addressBytes, kindOfName } from './names.ts';

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

/** A function of node-forge that its types leave out. */
interface Untyped {
  getTBSCertificate(certificate: pki.Certificate): asn1.Asn1;
}

const hour = 3_600_000;
const day = 24 * hour;

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
  const names = subjectNames(facts);
  const problem = validateHostname(facts.hostname) ?? facts.altNames.map(validateAltName).find((text) => text !== undefined);
  if (problem !== undefined) throw new Error(problem);

  // Loaded here: it costs 20 ms that only an apply should pay.
  const { default: forge } = await import('node-forge');
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(keys.publicKey);
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = new Date(now.getTime() - hour);
  certificate.validity.notAfter = new Date(now.getTime() + facts.days * day);
  // UTF8String: PrintableString, forge's default, has no asterisk.
  const subject = [
    { name: 'commonName', value: commonName(facts.hostname), valueTagClass: forge.asn1.Type.UTF8 as unknown as asn1.Class },
  ];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map(generalName) },
    { name: 'subjectKeyIdentifier' },
  ]);

  // Signed by node:crypto: forge's own arithmetic is in script, thirty times slower and not constant in time.
  const algorithm = forge.pki.oids.sha256WithRSAEncryption as string;
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  certificate.tbsCertificate = (forge.pki as typeof forge.pki & Untyped).getTBSCertificate(certificate);
  const toBeSigned = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
  certificate.signature = sign('sha256', toBeSigned, keys.privateKey).toString('latin1');
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/**
 * 128 bits as hex, random but for the first two: they are 01, so that the DER integer is positive and
 * never shorter. RFC 5280 section 4.1.2.2 asks for at most 20 octets, and not negative.
 */
function randomSerial(): string {
  const serial = randomBytes(16);
  serial.writeUInt8((serial.readUInt8(0) & 0x3f) | 0x40, 0);
  return serial.toString('hex');
}

/** GeneralName by its tag in RFC 5280: dNSName [2], iPAddress [7]. */
function generalName(name: string): { readonly type: number; readonly value: string } {
  if (kindOfName(name) === 'dns') return { type: 2, value: name };
  return { type: 7, value: addressBytes(name).toString('latin1') };
}
