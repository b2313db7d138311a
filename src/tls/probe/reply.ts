import type { Protocol } from '../protocol.ts';
import { type Alert, type NotTls, notTls, readRecords } from './records.ts';

export interface ServerHello {
  readonly kind: 'server-hello';
  /** By the numbers of the wire: 0x0303 is TLS 1.2. */
  readonly version: number;
  readonly cipher: number;
  /** It asks for another hello, with another key share: TLS 1.3 only. */
  readonly retry: boolean;
}

/** The first thing a server says after our hello. */
export type Reply =
  | ServerHello
  | { readonly kind: 'ssl2-hello'; readonly version: number; readonly ciphers: number }
  | { readonly kind: 'ssl2-error'; readonly code: number }
  | Alert
  | NotTls;

/**
 * Reads the answer to a hello of `asked`; undefined asks for more bytes. Decides on the first byte
 * where that is enough, so that a server of another protocol is told at once. Never throws.
 */
export function parseReply(bytes: Buffer, asked: Protocol): Reply | undefined {
  const [first] = bytes;
  if (first === undefined) return undefined;
  // A TLS record never has the top bit set; an SSLv2 record always has, in the form servers use.
  if (asked === 'SSLv2' && first >= 0x80) return parseSsl2(bytes);
  return readRecords(bytes, parseHandshake);
}

/** "SERVER-HELLO" and "ERROR" of the SSL 2.0 draft, sections 2.6 and 2.7. */
function parseSsl2(bytes: Buffer): Reply | undefined {
  if (bytes.length < 3) return undefined;
  const type = bytes[2];
  if (type !== 0 && type !== 4) return notTls;
  if (type === 0) return bytes.length < 5 ? undefined : { kind: 'ssl2-error', code: bytes.readUInt16BE(3) };
  if (bytes.length < 11) return undefined;
  return { kind: 'ssl2-hello', version: bytes.readUInt16BE(5), ciphers: Math.floor(bytes.readUInt16BE(9) / 3) };
}

/** What a ServerHello of RFC 8446 section 4.1.3 has in the place of its random when it asks for another hello. */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');

function parseHandshake(message: Buffer): Reply | undefined {
  if (message.length > 0 && message[0] !== 2) return notTls;
  if (message.length < 4) return undefined;
  const length = message.readUIntBE(1, 3);
  if (length > 8192) return notTls;
  if (message.length < 4 + length) return undefined;
  return parseServerHello(message.subarray(4, 4 + length));
}

/** The body of a ServerHello. */
export function parseServerHello(hello: Buffer): ServerHello | NotTls {
  // version 2, random 32, session id 1 + n, cipher 2, compression 1
  const afterSession = 35 + (hello[34] ?? 0);
  if (hello.length < afterSession + 3) return notTls;
  return {
    kind: 'server-hello',
    version: selectedVersion(hello.subarray(afterSession + 3)) ?? hello.readUInt16BE(0),
    cipher: hello.readUInt16BE(afterSession),
    retry: hello.subarray(2, 34).equals(retryRandom),
  };
}

/** supported_versions (43) is where TLS 1.3 says which it is. */
function selectedVersion(extensions: Buffer): number | undefined {
  let at = 2;
  while (at + 4 <= extensions.length) {
    const type = extensions.readUInt16BE(at);
    const length = extensions.readUInt16BE(at + 2);
    if (type === 43 && length === 2 && at + 6 <= extensions.length) return extensions.readUInt16BE(at + 4);
    at += 4 + length;
  }
  return undefined;
}
