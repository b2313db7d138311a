import { randomBytes, sign } from 'node:crypto';
import type { asn1, pki } from 'node-forge';

/** An extension as node-forge takes it: by name, with what belongs to it. */
export type Extension = Readonly<Record<string, unknown>>;

/** What one certificate says; names as node-forge has them. */
export interface ToBeSigned {
  /** PEM, SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly subject: readonly pki.CertificateField[];
  readonly issuer: readonly pki.CertificateField[];
  readonly now: Date;
  readonly days: number;
  readonly extensions: readonly Extension[];
}

/** A function of node-forge that its types leave out. */
interface Untyped {
  getTBSCertificate(certificate: pki.Certificate): asn1.Asn1;
}

const hour = 3_600_000;
const day = 24 * hour;

/** A certificate signed with `signingKey` (PEM): SHA-256 with RSA, valid from an hour before `now`. PEM. */
export async function buildCertificate(
  { publicKey, subject, issuer, now, days, extensions }: ToBeSigned,
  signingKey: string,
): Promise<string> {
  // Loaded here: it costs 20 ms that only an apply should pay.
  const { default: forge } = await import('node-forge');
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = randomSerial();
  certificate.validity.notBefore = new Date(now.getTime() - hour);
  certificate.validity.notAfter = new Date(now.getTime() + days * day);
  certificate.setSubject([...subject]);
  certificate.setIssuer([...issuer]);
  certificate.setExtensions([...extensions]);

  // Signed by node:crypto: forge's own arithmetic is in script, thirty times slower and not constant in time.
  const algorithm = forge.pki.oids.sha256WithRSAEncryption as string;
  certificate.signatureOid = algorithm;
  certificate.siginfo.algorithmOid = algorithm;
  certificate.tbsCertificate = (forge.pki as typeof forge.pki & Untyped).getTBSCertificate(certificate);
  const toBeSigned = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), 'latin1');
  certificate.signature = sign('sha256', toBeSigned, signingKey).toString('latin1');
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/** A name that is a CN and nothing else. UTF8String: PrintableString, forge's default, has no asterisk. */
export async function commonNameOf(value: string): Promise<readonly pki.CertificateField[]> {
  const { default: forge } = await import('node-forge');
  return [{ name: 'commonName', value, valueTagClass: forge.asn1.Type.UTF8 as unknown as asn1.Class }];
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
