import { isIPv6 } from 'node:net';
import type { Conversation, Reading } from './conversation.ts';
import { excerpt, type Failure } from './endpoint.ts';
import { parseErrorResponse, sslRequest } from './postgres.ts';
import { parseSmtpReply, type SmtpReply, textOf } from './smtp.ts';

/**
 * PostgreSQL's SSLRequest ("SSL Session Encryption" in its protocol chapter): one byte comes back, S
 * to go on with TLS, N for none. Undefined when TLS may begin.
 */
export async function startPostgres(conversation: Conversation, timeoutMs: number): Promise<Failure | undefined> {
  conversation.write(sslRequest);
  const answer = await conversation.read((bytes) => (bytes.length > 0 ? { value: bytes[0], length: 1 } : undefined), timeoutMs);
  if (answer.end !== 'value') return silence(answer, 'the SSLRequest');
  switch (answer.value) {
    case 0x53:
      return undefined;
    case 0x4e:
      return { outcome: 'not-tls', detail: 'PostgreSQL answers that it has SSL switched off' };
    case 0x45:
      return { outcome: 'unknown', detail: `PostgreSQL answers with an error: ${await errorText(conversation, timeoutMs)}` };
    default: {
      const byte = Buffer.from([answer.value ?? 0]);
      return { outcome: 'not-tls', detail: `no PostgreSQL: it answers the SSLRequest with ${excerpt(byte)}` };
    }
  }
}

/** The E is read; what follows is the rest of an ErrorResponse, or old plain text. */
async function errorText(conversation: Conversation, timeoutMs: number): Promise<string> {
  const error = await conversation.read((rest) => {
    const parsed = parseErrorResponse(Buffer.concat([Buffer.from('E'), rest]));
    return parsed === undefined ? undefined : { value: parsed.message, length: rest.length };
  }, timeoutMs);
  return error.end === 'value' ? error.value : excerpt(error.received);
}

/**
 * SMTP's STARTTLS (RFC 3207): greeting, EHLO, STARTTLS where it is offered. Nothing is sent before
 * the whole greeting has come: some servers make clients wait to see who cannot. Undefined when TLS
 * may begin.
 */
export async function startSmtp(conversation: Conversation, timeoutMs: number): Promise<Failure | undefined> {
  const say = async (line: string) => {
    conversation.write(`${line}\r\n`);
    return conversation.read(parseSmtpReply, timeoutMs);
  };

  const greeting = await conversation.read(parseSmtpReply, timeoutMs);
  if (greeting.end !== 'value') return silence(greeting, 'the connection', 'a greeting');
  if (greeting.value === 'not-smtp') return { outcome: 'not-tls', detail: 'no mail server: it does not greet as one' };
  if (greeting.value.code !== 220) return { outcome: 'unknown', detail: `it takes no mail now: ${textOf(greeting.value)}` };

  const capabilities = await say(`EHLO ${addressLiteral(conversation.socket.localAddress)}`);
  const offer = replyTo('EHLO', capabilities);
  if ('outcome' in offer) return offer;
  if (offer.code !== 250) return { outcome: 'not-tls', detail: `it knows no EHLO, so no STARTTLS: ${textOf(offer)}` };
  // The first line is the server's name.
  if (!offer.lines.slice(1).some((line) => /^STARTTLS\b/i.test(line))) {
    return { outcome: 'not-tls', detail: 'it does not offer STARTTLS' };
  }

  const goAhead = replyTo('STARTTLS', await say('STARTTLS'));
  if ('outcome' in goAhead) return goAhead;
  if (goAhead.code === 220) return undefined;
  // 4xx: not now (RFC 3207 section 4), which says nothing about what it would speak.
  const outcome = goAhead.code >= 500 ? 'not-tls' : 'unknown';
  return { outcome, detail: `it offers STARTTLS and then says: ${textOf(goAhead)}` };
}

function replyTo(command: string, reading: Reading<SmtpReply | 'not-smtp'>): SmtpReply | Failure {
  if (reading.end !== 'value') return silence(reading, command);
  if (reading.value === 'not-smtp') return { outcome: 'not-tls', detail: `what it answers to ${command} is not SMTP` };
  return reading.value;
}

function silence(
  reading: { readonly end: 'closed' | 'timeout'; readonly why?: string },
  question: string,
  wanted = 'an answer',
): Failure {
  if (reading.end === 'timeout') return { outcome: 'timeout', detail: `${wanted} to ${question} did not come in time` };
  return { outcome: 'unknown', detail: `${reading.why} instead of ${wanted} to ${question}` };
}

/** RFC 5321 section 4.1.3: who has no name of its own says its address. */
function addressLiteral(address = '127.0.0.1'): string {
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}
