/** An alert: its description, by the numbers of RFC 8446 section 6. */
export interface Alert {
  readonly kind: 'alert';
  readonly description: number;
}

/** What cannot be TLS. */
export interface NotTls {
  readonly kind: 'not-tls';
}

export const notTls: NotTls = { kind: 'not-tls' };

const alertRecord = 21;
const handshakeRecord = 22;
/** 2^14 and the most that any version lets encryption add. */
const longestRecord = 16_384 + 2048;

/**
 * The record layer, RFC 8446 section 5.1: a message may be cut into several records. `parse` gets all that
 * has come of the handshake so far, and gives undefined until it can decide. Undefined asks for more bytes.
 */
export function readRecords<T>(bytes: Buffer, parse: (handshake: Buffer) => T | undefined): T | Alert | NotTls | undefined {
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
      const parsed = parse(fragments.length === 1 ? data : Buffer.concat(fragments));
      if (parsed !== undefined) return parsed;
    }
    at += 5 + length;
    if (bytes.length < at) return undefined;
  }
}

/** A warning goes on to something else, but for close_notify (RFC 5246 section 7.2). */
function parseAlert(data: Buffer, length: number): Alert | NotTls | 'warning' | undefined {
  if (length !== 2) return notTls;
  const [level, description] = data;
  if (level === undefined || description === undefined) return undefined;
  if (level !== 1 && level !== 2) return notTls;
  return level === 1 && description !== 0 ? 'warning' : { kind: 'alert', description };
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
