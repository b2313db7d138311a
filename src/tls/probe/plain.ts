import { Conversation } from './conversation.ts';
import { type Connect, excerpt } from './endpoint.ts';
import { type PostgresError, parseStartupAnswer, type StartupAnswer, startupMessage, terminate } from './postgres.ts';
import { openSocket } from './reach.ts';

/**
 * What became of an attempt without TLS. `refused`: the server's rules turn plain text away;
 * `asks-password`: they let it come as far as a password; `let-in`: without even one; `unknown`: it
 * failed over something else (too many clients, starting up), which proves neither.
 */
export interface PlainAttempt {
  readonly outcome: 'refused' | 'asks-password' | 'let-in' | 'unreachable' | 'timeout' | 'not-postgres' | 'unknown';
  readonly detail: string;
  /** The server's own error, where it gave one. */
  readonly error?: PostgresError;
}

export interface PlainOptions {
  readonly user: string;
  readonly database: string;
  /** Milliseconds for the connection and for the answer. */
  readonly timeoutMs: number;
}

/**
 * Knocks at PostgreSQL in plain text as a client with `sslmode=disable` would, and leaves before any
 * password is sent. Never rejects.
 */
export async function postgresPlain(
  connect: Connect,
  endpoint: { readonly host: string; readonly port: number },
  { user, database, timeoutMs }: PlainOptions,
): Promise<PlainAttempt> {
  const socket = await openSocket(connect, endpoint, timeoutMs);
  if ('outcome' in socket) return { outcome: 'unreachable', detail: socket.detail };
  const conversation = new Conversation(socket);
  try {
    conversation.write(startupMessage(user, database));
    const answer = await conversation.read((bytes) => {
      const parsed = parseStartupAnswer(bytes);
      return parsed && { value: { parsed, start: excerpt(bytes) }, length: bytes.length };
    }, timeoutMs);
    if (answer.end === 'timeout') return { outcome: 'timeout', detail: `no answer within ${timeoutMs} ms` };
    if (answer.end === 'closed') return { outcome: 'unknown', detail: `${answer.why} without an answer` };
    const attempt = judge(answer.value.parsed, answer.value.start);
    if (attempt.outcome === 'let-in') conversation.write(terminate);
    return attempt;
  } finally {
    // end() first: what was written still goes out.
    conversation.socket.end();
    conversation.socket.destroySoon();
  }
}

function judge(answer: StartupAnswer, start: string): PlainAttempt {
  switch (answer.kind) {
    case 'not-postgres':
      return { outcome: 'not-postgres', detail: `it answers ${start}` };
    case 'authentication':
      // AuthenticationOk is 0; every other code asks for something first.
      if (answer.code === 0) return { outcome: 'let-in', detail: 'plain text is let in without a password' };
      return { outcome: 'asks-password', detail: `plain text is let in as far as authentication (${methodName(answer.code)})` };
    case 'error':
      return judgeError(answer.error);
  }
}

/**
 * SQLSTATE 28000 is what the rules of pg_hba.conf answer with, by a `reject` line or by none that
 * fits. Only ident, peer and certificate failing say 28000 as well, from the function auth_failed:
 * there plain text got past the rules. Up to 8.4 a `reject` line does so too, and adds "host rejected".
 */
function judgeError(error: PostgresError): PlainAttempt {
  const byTheRules = error.routine !== 'auth_failed' || error.message.includes('host rejected');
  const outcome = error.sqlState === '28000' && byTheRules ? 'refused' : 'unknown';
  return { outcome, detail: error.message, error };
}

/** AuthenticationRequest codes, "Message Formats" in PostgreSQL's protocol chapter. */
function methodName(code: number): string {
  const names: Readonly<Record<number, string>> = {
    2: 'Kerberos',
    3: 'password',
    4: 'crypt',
    5: 'md5',
    7: 'GSSAPI',
    9: 'SSPI',
    10: 'SASL',
  };
  return names[code] ?? `method ${code}`;
}
