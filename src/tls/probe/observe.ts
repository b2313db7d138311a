import { type Protocol, protocolOfWire, wireVersion } from '../protocol.ts';
import { type Connect, type Endpoint, serverNameOf } from './endpoint.ts';
import { exchange } from './exchange.ts';
import { clientHello } from './hello.ts';
import { alertName } from './records.ts';
import { parseReply, type Reply } from './reply.ts';

export type ProtocolOutcome = 'accepted' | 'refused' | 'unreachable' | 'not-tls' | 'timeout' | 'unknown';

/** The outcome of one hello, and what was seen, as half a sentence. */
export interface ProtocolAnswer {
  readonly outcome: ProtocolOutcome;
  readonly detail: string;
  /** The suite that the server chose, by its number; where it accepted, and not in SSLv2, where the client chooses. */
  readonly cipher?: number;
}

/** One hello and what came of it, before it is held against others. */
export interface Observation extends ProtocolAnswer {
  /** The hello was sent: before that, every version meets with the same. */
  readonly asked: boolean;
  /** Means "refused" only on a port that is seen to talk TLS otherwise: it was closed in silence, say. */
  readonly hint: boolean;
}

/** Sends one hello of `protocol` on a connection of its own. Never rejects. */
export async function observe(connect: Connect, endpoint: Endpoint, protocol: Protocol, timeoutMs: number): Promise<Observation> {
  const hello = clientHello(protocol, serverNameOf(endpoint));
  const reaction = await exchange(connect, endpoint, hello, (bytes) => parseReply(bytes, protocol), timeoutMs);
  if (reaction.kind === 'unasked') return { ...reaction.failure, asked: false, hint: false };
  if (reaction.kind === 'answer') return judge(reaction.value, protocol, reaction.start);
  return seen(reaction.kind === 'timeout' ? 'timeout' : 'unknown', reaction.detail, reaction.kind === 'silence');
}

function judge(reply: Reply, asked: Protocol, start: string): Observation {
  switch (reply.kind) {
    case 'not-tls':
      return seen('not-tls', `it answers ${start}`);
    case 'alert':
      return judgeAlert(reply.description);
    case 'ssl2-error':
      return seen('refused', `SSLv2 error ${reply.code}`);
    case 'ssl2-hello':
      if (reply.version !== wireVersion.SSLv2) return seen('refused', 'its SSLv2 hello names another version');
      // Without ciphers of its own choice it still takes any (CVE-2015-3197), so this is no refusal.
      return seen(
        'accepted',
        reply.ciphers === 0 ? 'SSLv2 hello, though with no cipher' : `SSLv2 hello, ${reply.ciphers} ciphers`,
      );
    case 'server-hello': {
      const chosen = protocolOfWire(reply.version);
      if (chosen !== asked)
        return seen('refused', `it answers with ${chosen ?? `version 0x${reply.version.toString(16)}`} instead`);
      const cipher = `cipher 0x${reply.cipher.toString(16).padStart(4, '0')}`;
      return { ...seen('accepted', reply.retry ? `asks for another key share, ${cipher}` : cipher), cipher: reply.cipher };
    }
  }
}

/**
 * An alert is the server's own no. Three are about something else: the name we asked for, a filter,
 * a closing without a reason; and internal_error comes from a server that is broken as well as from
 * one whose library will not do this version (OpenSSL 3 at its security level).
 */
function judgeAlert(description: number): Observation {
  const detail = `alert ${alertName(description)}`;
  if (description === 0 || description === 80) return seen('unknown', detail, true);
  return seen(description === 49 || description === 90 || description === 112 ? 'unknown' : 'refused', detail);
}

function seen(outcome: ProtocolOutcome, detail: string, hint = false): Observation {
  return { outcome, detail, asked: true, hint };
}
