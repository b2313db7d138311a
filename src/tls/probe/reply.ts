import type { Protocol } from '../protocol.ts';

/** The first thing a server says after our hello. */
export type Reply =
  | { readonly kind: 'server-hello'; readonly version: number; readonly cipher: number; readonly retry: boolean }
  | { readonly kind: 'ssl2-hello'; readonly version: number; readonly ciphers: number }
  | { readonly kind: 'ssl2-error'; readonly code: number }
  | { readonly kind: 'alert'; readonly description: number }
  | { readonly kind: 'not-tls' };

const notTls: Reply = { kind: 'not-tls' };

/**
 * Reads the answer to a hello of `asked`; undefined asks for more bytes. Decides on the first byte
 * where that is enough, so that a server of another protocol is told at once. Never throws.
 */
export function parseReply(bytes: Buffer, asked: Protocol): Reply | undefined {
  const [first] = bytes;
  if (first === undefined) return undefined;
  // A TLS record never has the top bit set; an SSLv2 record always has, in the form servers use.
  if (asked === 'SSLv2' && first >= 0x80) return parseSsl2(bytes);
  return parseRecords(bytes);
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

const alertRecord = 21;
const handshakeRecord = 22;
/** 2^14 and the most that any version lets encryption add. */
const longestRecord = 16_384 + 2048;

/** The record layer, RFC 8446 section 5.1: a message may be cut into several records. */
function parseRecords(bytes: Buffer): Reply | undefined {
  const fragments: Buffer[] = [];
  let at = 0;
  for (;;) {
    const [type, major] = bytes.subarray(at, at + 2);
    if (type !== undefined && type !== alertRecord && type !== handshakeRecord) return notTls;
    if (major !== undefined && major !== 3) return notTls;
    if (bytes.length < at + 5) return undefined;
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > longestRecord) return notTls;
    const data = bytes.subarray(at + 5, at + 5 + length);
    if (type === alertRecord) {
      const alert = parseAlert(data, length);
      if (alert !== 'warning') return alert;
    } else {
      fragments.push(data);
      const hello = parseHandshake(Buffer.concat(fragments));
      if (hello !== undefined) return hello;
    }
    at += 5 + length;
    if (bytes.length < at) return undefined;
  }
}

/** A warning goes on to something else, but for close_notify (RFC 5246 section 7.2). */
function parseAlert(data: Buffer, length: number): Reply | 'warning' | undefined {
  if (length !== 2) return notTls;
  const [level, description] = data;
  if (level === undefined || description === undefined) return undefined;
  if (level !== 1 && level !== 2) return notTls;
  return level === 1 && description !== 0 ? 'warning' : { kind: 'alert', description };
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

function parseServerHello(hello: Buffer): Reply {
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

/** Alert descriptions as RFC 8446 section 6 and its predecessors name them. */
const alertNames: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  47: 'illegal_parameter',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

export function alertName(description: number): string {
  return alertNames[description] ?? `alert ${description}`;
}
