/**
 * The few messages of PostgreSQL's protocol that come before a session: see "Message Formats" in its
 * protocol chapter. Numbers are big-endian, a length counts itself but not the type byte.
 */

/** SSLRequest: length 8, then the code 1234.5679 in the place of a version. */
export const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Terminate: the polite way out of a session that was let in. */
export const terminate = Buffer.from([0x58, 0, 0, 0, 4]);

/** StartupMessage of protocol 3.0 (PostgreSQL 7.4 and later), with nothing in it an old server would not know. */
export function startupMessage(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + parameters.length, 0);
  head.writeUInt32BE(0x0003_0000, 4);
  return Buffer.concat([head, parameters]);
}

export interface PostgresError {
  /** FATAL, ERROR, ...; empty where the server gave none. */
  readonly severity: string;
  /** SQLSTATE, five characters; empty where the server gave none. */
  readonly sqlState: string;
  readonly message: string;
  /** The function in the server that complained; not translated, unlike the message. */
  readonly routine: string;
}

/** The server's first message: an error, an AuthenticationRequest by its code, or something else. */
export type StartupAnswer =
  | { readonly kind: 'error'; readonly error: PostgresError }
  | { readonly kind: 'authentication'; readonly code: number }
  | { readonly kind: 'not-postgres' };

/** Undefined asks for more bytes; never throws. */
export function parseStartupAnswer(bytes: Buffer): StartupAnswer | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] === 0x45) {
    const error = parseErrorResponse(bytes);
    return error && { kind: 'error', error };
  }
  if (bytes[0] !== 0x52) return { kind: 'not-postgres' };
  if (bytes.length < 9) return undefined;
  const length = bytes.readUInt32BE(1);
  if (length < 8 || length > 4096) return { kind: 'not-postgres' };
  return { kind: 'authentication', code: bytes.readUInt32BE(5) };
}

/**
 * An ErrorResponse, type byte included; undefined asks for more bytes. A server that cannot even fork
 * sends plain text ended by a zero in the place of fields; libpq tells it the same way, by a length
 * that no error has.
 */
export function parseErrorResponse(bytes: Buffer): PostgresError | undefined {
  if (bytes.length < 5) return undefined;
  const length = bytes.readUInt32BE(1);
  if (length < 8 || length > 30_000) {
    const end = bytes.indexOf(0, 1);
    return end < 0 ? undefined : { severity: '', sqlState: '', message: printable(bytes.subarray(1, end)), routine: '' };
  }
  if (bytes.length < 1 + length) return undefined;
  const fields = new Map<string, string>();
  for (const field of bytes
    .subarray(5, 1 + length)
    .toString('utf8')
    .split('\0')) {
    if (field !== '' && !fields.has(field.charAt(0))) fields.set(field.charAt(0), field.slice(1));
  }
  return {
    // V is never translated, but only there from 9.6.
    severity: fields.get('V') ?? fields.get('S') ?? '',
    sqlState: fields.get('C') ?? '',
    message: fields.get('M') ?? '',
    routine: fields.get('R') ?? '',
  };
}

function printable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, ' ')
    .trim();
}
