import { isDhe } from './ciphers.ts';
import { type Alert, type NotTls, notTls, readRecords } from './records.ts';
import { parseServerHello, type ServerHello } from './reply.ts';

/** All that a server of TLS 1.2 or older says in clear after a hello: RFC 5246 section 7.3. */
export interface Flight {
  readonly kind: 'flight';
  readonly hello: ServerHello;
  /** DER, the server's own first. */
  readonly certificates: readonly Buffer[];
  /** The prime of its Diffie-Hellman group, big-endian without leading zeros; with a DHE suite only. */
  readonly dhPrime?: Buffer;
}

const serverHello = 2;
const certificate = 11;
const serverKeyExchange = 12;
const serverHelloDone = 14;

/** Reads the flight up to what is wanted of it: its end, or the key exchange. Undefined asks for more bytes. Never throws. */
export function parseFlight(bytes: Buffer): Flight | Alert | NotTls | undefined {
  return readRecords(bytes, parseMessages);
}

function parseMessages(handshake: Buffer): Flight | NotTls | undefined {
  let hello: ServerHello | undefined;
  let certificates: readonly Buffer[] = [];
  for (let at = 0; at + 4 <= handshake.length; ) {
    const type = handshake[at];
    const length = handshake.readUIntBE(at + 1, 3);
    const body = handshake.subarray(at + 4, at + 4 + length);
    if (hello === undefined && type !== serverHello) return notTls;
    if (body.length < length) return undefined;
    at += 4 + length;
    if (type === serverHello) {
      const parsed = parseServerHello(body);
      if (parsed.kind === 'not-tls') return parsed;
      hello = parsed;
      // From here on TLS 1.3 is encrypted.
      if (hello.version >= 0x0304) return { kind: 'flight', hello, certificates };
    } else if (type === certificate) {
      certificates = parseCertificates(body);
    } else if (hello !== undefined && (type === serverKeyExchange || type === serverHelloDone)) {
      const dhPrime = type === serverKeyExchange && isDhe(hello.cipher) ? parsePrime(body) : undefined;
      return { kind: 'flight', hello, certificates, ...(dhPrime === undefined ? {} : { dhPrime }) };
    }
  }
  return undefined;
}

/** RFC 5246 section 7.4.2: a list in three bytes of length, of certificates in three bytes of length each. */
function parseCertificates(body: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 3; at + 3 <= body.length; ) {
    const length = body.readUIntBE(at, 3);
    if (length === 0 || at + 3 + length > body.length) break;
    found.push(body.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return found;
}

/** ServerDHParams of RFC 5246 section 7.4.3 begin with the prime, in two bytes of length. */
function parsePrime(body: Buffer): Buffer | undefined {
  if (body.length < 2) return undefined;
  const prime = body.subarray(2, 2 + body.readUInt16BE(0));
  const start = prime.findIndex((byte) => byte !== 0);
  return start < 0 ? undefined : prime.subarray(start);
}
