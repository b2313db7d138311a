import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { Conversation, type Parse } from './conversation.ts';
import type { Connect } from './endpoint.ts';
import { parseErrorResponse, startupMessage, terminate } from './postgres.ts';
import { openSocket, reach } from './reach.ts';
import { scram } from './scram.ts';
import { secure } from './secure.ts';

/**
 * What became of a login. `accepted`: the server asked for the password, and it was right; `not-asked`: it
 * lets this user in without one, which proves nothing; `refused`: the password is wrong; `unknown`: it
 * came to nothing over something else.
 */
export interface Login {
  readonly outcome: 'accepted' | 'not-asked' | 'refused' | 'unknown';
  readonly detail: string;
}

export interface LoginOptions {
  readonly user: string;
  readonly database: string;
  readonly password: string;
  /** Milliseconds for the connection and for each answer. */
  readonly timeoutMs: number;
}

/** `vouchedFor`: over TLS, to a server whose certificate an authority of the system vouches for. */
type Connected = { readonly conversation: Conversation; readonly vouchedFor: boolean };

/**
 * Logs in to PostgreSQL as a client would, over TLS where the server has it, and leaves at once. The
 * password itself crosses the network only where the server wants it so, and then only within this machine or
 * over TLS to a server that proves who it is: anybody in between could ask for it. Never rejects.
 */
export async function postgresLogin(
  connect: Connect,
  endpoint: { readonly host: string; readonly port: number },
  options: LoginOptions,
): Promise<Login> {
  const connected = await open(connect, endpoint, options.timeoutMs);
  if ('outcome' in connected) return connected;
  const { conversation } = connected;
  try {
    conversation.write(startupMessage(options.user, options.database));
    return await authenticate(connected, isLoopback(endpoint.host), options);
  } finally {
    conversation.socket.end();
    conversation.socket.destroySoon();
  }
}

async function open(
  connect: Connect,
  endpoint: { readonly host: string; readonly port: number },
  timeoutMs: number,
): Promise<Connected | Login> {
  const reached = await reach(connect, { ...endpoint, starttls: 'postgres' }, timeoutMs);
  if (reached instanceof Conversation) {
    const tls = await secure(reached.detach(), { endpoint, strict: false, timeoutMs });
    if ('outcome' in tls) return unknown(tls.detail);
    return { conversation: new Conversation(tls), vouchedFor: tls.authorized };
  }
  if (reached.outcome !== 'not-tls') return unknown(reached.detail);
  const socket = await openSocket(connect, endpoint, timeoutMs);
  return 'outcome' in socket ? unknown(socket.detail) : { conversation: new Conversation(socket), vouchedFor: false };
}

/** AuthenticationRequest codes, "Message Formats" in PostgreSQL's protocol chapter. */
const OK = 0;
const CLEARTEXT = 3;
const MD5 = 5;
const SASL = 10;
const SASL_CONTINUE = 11;
const SASL_FINAL = 12;
/** A login takes four at most: a server that is none must not keep us busy. */
const MOST_MESSAGES = 10;

async function authenticate({ conversation, vouchedFor }: Connected, local: boolean, options: LoginOptions): Promise<Login> {
  const { user, password, timeoutMs } = options;
  let asked = false;
  let exchange = scram(password);
  for (let left = MOST_MESSAGES; left > 0; left -= 1) {
    const answer = await conversation.read(parseMessage, timeoutMs);
    if (answer.end !== 'value') return unknown(answer.end === 'timeout' ? 'it did not answer in time' : answer.why);
    const message = answer.value;
    if ('sqlState' in message) return { outcome: message.sqlState === '28P01' ? 'refused' : 'unknown', detail: message.detail };
    const { code, body } = message;
    if (code === OK) {
      conversation.write(terminate);
      return asked
        ? { outcome: 'accepted', detail: 'the server accepted the password' }
        : { outcome: 'not-asked', detail: 'the server asks for no password' };
    }
    if (code !== SASL_FINAL) asked = true;
    if (code === CLEARTEXT && (vouchedFor || local)) say(conversation, Buffer.from(`${password}\0`));
    else if (code === MD5) say(conversation, Buffer.from(`${md5(user, password, body)}\0`));
    else if (code === SASL && body.toString().split('\0').includes('SCRAM-SHA-256')) {
      exchange = scram(password);
      const first = Buffer.from(exchange.first);
      say(conversation, Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), size(first.length), first]));
    } else if (code === SASL_CONTINUE) {
      const final = await exchange.final(body.toString());
      if (final === undefined) return unknown('what it says is not SCRAM-SHA-256');
      say(conversation, Buffer.from(final));
    } else if (code !== SASL_FINAL) return unknown(`it asks for authentication of kind ${code}, which is not answered here`);
  }
  return unknown('it goes on asking');
}

/** An AuthenticationRequest, or an error. */
type Message = { readonly code: number; readonly body: Buffer } | { readonly sqlState: string; readonly detail: string };

const parseMessage: Parse<Message> = (bytes) => {
  if (bytes.length < 5) return undefined;
  const length = bytes.readUInt32BE(1) + 1;
  if (bytes[0] === 0x45) {
    const error = parseErrorResponse(bytes);
    return error && { value: { sqlState: error.sqlState, detail: error.message }, length: Math.min(length, bytes.length) };
  }
  if (bytes[0] === 0x52 && length >= 9 && length <= 8192) {
    if (bytes.length < length) return undefined;
    return { value: { code: bytes.readUInt32BE(5), body: Buffer.from(bytes.subarray(9, length)) }, length };
  }
  return { value: { sqlState: '', detail: 'it does not answer as PostgreSQL does' }, length: bytes.length };
};

function say(conversation: Conversation, body: Buffer): void {
  conversation.write(Buffer.concat([Buffer.from('p'), size(body.length + 4), body]));
}

function size(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** What PostgreSQL stores is the first hash; the salt makes the second another one each time. */
function md5(user: string, password: string, salt: Buffer): string {
  const hash = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((so, part) => so.update(part), createHash('md5')).digest('hex');
  return `md5${hash(hash(password, user), salt)}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function unknown(detail: string): Login {
  return { outcome: 'unknown', detail };
}
