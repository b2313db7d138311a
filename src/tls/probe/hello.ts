import { createECDH, randomBytes } from 'node:crypto';
import { type Protocol, wireVersion } from '../protocol.ts';
import { ssl2CipherKinds, suitesUpTo, tls13Suites } from './ciphers.ts';

/** What a hello offers besides its version; by default all there is. */
export interface Offer {
  /** Cipher suites by their numbers. */
  readonly suites?: readonly number[];
  /** Named groups by their numbers; none leaves the choice of a finite field to the server (RFC 7919 section 4). */
  readonly groups?: readonly number[];
}

/**
 * A ClientHello, record and all, that offers `protocol` and nothing else: no local library speaks
 * SSLv3 any more, and one that declines TLS 1.0 of its own accord could not tell what the server does.
 * `serverName` becomes the SNI where the version has extensions. In SSLv2 there is nothing to choose.
 */
export function clientHello(protocol: Protocol, serverName?: string, offer: Offer = {}): Buffer {
  if (protocol === 'SSLv2') return ssl2ClientHello();
  const version = wireVersion[protocol];
  const isTls13 = protocol === 'TLSv1.3';
  const body = Buffer.concat([
    // TLS 1.3 calls itself 1.2 here and asks for a session id, so that boxes in between let it through.
    u16(Math.min(version, 0x0303)),
    randomBytes(32),
    vector8(isTls13 ? randomBytes(32) : Buffer.alloc(0)),
    vector16(Buffer.concat((offer.suites ?? (isTls13 ? tls13Suites : suitesUpTo(version))).map(u16))),
    vector8(Buffer.from([0])),
  ]);
  // SSLv3 has no extensions, and servers that old may stumble over them.
  const extensions =
    protocol === 'SSLv3'
      ? Buffer.alloc(0)
      : vector16(padded(extensionsFor(version, serverName, offer.groups ?? allGroups), body.length));
  const message = Buffer.concat([Buffer.from([1]), u24(body.length + extensions.length), body, extensions]);
  // The record of a first hello says 3.1 whatever is offered: RFC 8446 section 5.1, RFC 5246 appendix E.1.
  return Buffer.concat([Buffer.from([22]), u16(Math.min(version, 0x0301)), vector16(message)]);
}

/** "CLIENT-HELLO" of the SSL 2.0 draft, section 2.5: a two-byte record header with the top bit set. */
function ssl2ClientHello(): Buffer {
  const kinds = Buffer.concat(ssl2CipherKinds.map(u24));
  const challenge = randomBytes(16);
  const version = u16(wireVersion.SSLv2);
  const message = Buffer.concat([Buffer.from([1]), version, u16(kinds.length), u16(0), u16(challenge.length), kinds, challenge]);
  return Buffer.concat([u16(0x8000 | message.length), message]);
}

function extensionsFor(version: number, serverName: string | undefined, groups: readonly number[]): Buffer {
  const all: Buffer[] = [];
  if (serverName !== undefined) {
    const name = Buffer.concat([Buffer.from([0]), vector16(Buffer.from(serverName, 'latin1'))]);
    all.push(extension(0, vector16(name)));
  }
  if (groups.length > 0) {
    all.push(extension(11, vector8(Buffer.from([0]))));
    all.push(extension(10, vector16(Buffer.concat(groups.map(u16)))));
  }
  if (version >= 0x0303) all.push(extension(13, vector16(Buffer.concat(signatureAlgorithms.map(u16)))));
  // extended_master_secret: without it, servers in FIPS mode refuse TLS 1.2 (RFC 7627).
  if (version <= 0x0303) all.push(extension(23, Buffer.alloc(0)));
  if (version === 0x0304) {
    all.push(extension(43, vector8(u16(version))));
    all.push(extension(45, vector8(Buffer.from([1]))));
    all.push(extension(51, vector16(Buffer.concat(keyShares()))));
  }
  return Buffer.concat(all);
}

/** x25519, secp256r1, 384, 521, x448, and the finite fields of RFC 7919. */
const allGroups = [0x001d, 0x0017, 0x0018, 0x0019, 0x001e, 0x0100, 0x0101, 0x0102];

/** ECDSA, EdDSA, RSA-PSS and RSA with SHA-2, then SHA-224 and SHA-1, then DSA. */
const signatureAlgorithms = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301,
  0x0203, 0x0201, 0x0402, 0x0302, 0x0202,
];

/** Any 32 bytes are an x25519 key; a point of secp256r1 has to lie on the curve. Nobody keeps the secrets. */
function keyShares(): readonly Buffer[] {
  const point = createECDH('prime256v1').generateKeys();
  return [Buffer.concat([u16(0x001d), vector16(randomBytes(32))]), Buffer.concat([u16(0x0017), vector16(point)])];
}

/** Some load balancers hang on a hello of 256 to 511 bytes: RFC 7685 fills it up to 512. */
function padded(extensions: Buffer, bodyLength: number): Buffer {
  const length = 4 + bodyLength + 2 + extensions.length;
  if (length < 256 || length > 511) return extensions;
  return Buffer.concat([extensions, extension(21, Buffer.alloc(Math.max(0, 512 - length - 4)))]);
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([u16(type), vector16(data)]);
}

/** `data` behind its length in one byte. */
function vector8(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([data.length]), data]);
}

/** `data` behind its length in two bytes. */
function vector16(data: Buffer): Buffer {
  return Buffer.concat([u16(data.length), data]);
}

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function u24(value: number): Buffer {
  return Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
}
