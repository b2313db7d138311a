import { X509Certificate } from 'node:crypto';
import { canonicalName } from './names.ts';

/** What a certificate says, in the words the rest of the program uses. */
export interface Certificate {
  /** The CN, the last one where there are several; empty where there is none. */
  readonly subject: string;
  /** DNS names and IP addresses, canonical; other kinds with their prefix, as in `URI:...`. */
  readonly altNames: readonly string[];
  /** The issuer's CN, else its O, else the whole name on one line. */
  readonly issuer: string;
  /** Signed with its own key, and not merely named alike. */
  readonly selfSigned: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 over the DER, upper-case hex pairs with colons, as `openssl x509 -fingerprint -sha256`. */
  readonly fingerprint256: string;
  /** `rsa`, `ec`, `ed25519`, ... as node:crypto names them; `unknown` for what it cannot read. */
  readonly keyType: string;
  /** Bits of the modulus; RSA and DSA only. */
  readonly keyBits?: number;
  /** As OpenSSL writes it, `sha256WithRSAEncryption`; Node 24 and later only. */
  readonly signatureAlgorithm?: string;
  /** Certificates in the file or sent by the server, the first one (the leaf) included. */
  readonly chainLength: number;
}

/** A certificate, or in words why there is none to be read. */
export type CertificateReading =
  | { readonly ok: true; readonly certificate: Certificate }
  | { readonly ok: false; readonly problem: string };

/** TRUSTED and X509 CERTIFICATE are OpenSSL's older labels. Keys and text around them are passed over. */
const block = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (TRUSTED |X509 )?CERTIFICATE-----/g;

/** Reads the first certificate of a PEM file, which is the server's own; never throws. */
export function readCertificate(pem: string): CertificateReading {
  const blocks = pem.match(block) ?? [];
  const [leaf] = blocks;
  if (leaf === undefined) return { ok: false, problem: absence(pem) };
  try {
    return { ok: true, certificate: describeCertificate(new X509Certificate(leaf), blocks.length) };
  } catch (error) {
    return { ok: false, problem: `its first certificate cannot be decoded (${error instanceof Error ? error.message : error})` };
  }
}

function absence(pem: string): string {
  if (pem.trim() === '') return 'the file is empty';
  if (/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(pem)) return 'its certificate is cut off: the END line is missing';
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return 'there is a private key, but no certificate';
  if (pem.startsWith('\x30\x82')) return 'it is DER, and PEM is needed';
  return 'there is no PEM certificate in it';
}

/** The same for a certificate that is already decoded, such as a server's. */
export function describeCertificate(x509: X509Certificate, chainLength: number): Certificate {
  const { keyType, keyBits } = keyOf(x509);
  const signatureAlgorithm = x509.signatureAlgorithm;
  return {
    subject: attribute(x509.subject, 'CN') ?? '',
    altNames: altNamesOf(x509.subjectAltName),
    issuer: attribute(x509.issuer, 'CN') ?? attribute(x509.issuer, 'O') ?? (x509.issuer ?? '').replaceAll('\n', ', '),
    selfSigned: isSelfSigned(x509),
    notBefore: new Date(x509.validFrom),
    notAfter: new Date(x509.validTo),
    fingerprint256: x509.fingerprint256,
    keyType,
    ...(keyBits === undefined ? {} : { keyBits }),
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
    chainLength,
  };
}

/** Whole days from `now` to `notAfter`, rounded down: 0 on the last day, negative once it has run out. */
export function daysLeft(notAfter: Date, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000);
}

/** checkIssued() will not do: it asks for keyCertSign, which a server's certificate must not have. */
function isSelfSigned(x509: X509Certificate): boolean {
  if (x509.subject !== x509.issuer) return false;
  try {
    return x509.verify(x509.publicKey);
  } catch {
    return false;
  }
}

function keyOf(x509: X509Certificate): { readonly keyType: string; readonly keyBits: number | undefined } {
  try {
    const key = x509.publicKey;
    return { keyType: key.asymmetricKeyType ?? 'unknown', keyBits: key.asymmetricKeyDetails?.modulusLength };
  } catch {
    return { keyType: 'unknown', keyBits: undefined };
  }
}

/** `name` is one `KEY=value` a line; undefined (an empty name) in spite of its type. */
function attribute(name: string | undefined, key: string): string | undefined {
  const line = (name ?? '').split('\n').findLast((text) => text.startsWith(`${key}=`));
  return line?.slice(key.length + 1);
}

/** `DNS:a, IP Address:192.0.2.1`; a value with a comma or quote in it is written as a JSON string. */
function altNamesOf(text: string | undefined): readonly string[] {
  const entries = (text ?? '').match(/[^,:]+:(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? [];
  return entries.map((entry) => {
    const colon = entry.indexOf(':');
    const kind = entry.slice(0, colon).trim();
    const value = entry.slice(colon + 1);
    return kind === 'DNS' || kind === 'IP Address' ? canonicalName(value) : `${kind}:${value}`;
  });
}
