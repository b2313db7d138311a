import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { reasonOf } from './conversation.ts';
import type { Connect } from './endpoint.ts';
import { openSocket } from './reach.ts';
import { secure } from './secure.ts';

export interface HttpQuestion {
  readonly host: string;
  readonly port: number;
  /** False for plain HTTP. With a `ca` (PEM) the server has to be vouched for by it, without one it is taken as it is. */
  readonly tls: false | { readonly ca?: string; readonly servername?: string };
  /** From the slash on. */
  readonly path: string;
  /** The Host header: which virtual host is meant. */
  readonly hostHeader: string;
  /** Milliseconds for the connection, for the handshake, and for the whole answer. */
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly outcome: 'answered';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** At most `longestBody` bytes. */
  readonly body: Buffer;
  /** There was more than that. */
  readonly truncated: boolean;
}

export interface HttpFailure {
  readonly outcome: 'unreachable' | 'timeout' | 'not-tls' | 'refused' | 'untrusted' | 'not-http' | 'unknown';
  readonly detail: string;
}

/** 1 MiB. */
export const longestBody = 1024 * 1024;

/** One GET on a connection of its own; redirects are answers, not followed. Never rejects. */
export async function httpGet(connect: Connect, question: HttpQuestion): Promise<HttpAnswer | HttpFailure> {
  const { host, tls, timeoutMs } = question;
  const socket = await openSocket(connect, question, timeoutMs);
  if ('outcome' in socket) return { outcome: 'unreachable', detail: socket.detail };
  if (tls === false) return ask(socket, question);
  const { ca, servername } = tls;
  const secured = await secure(socket, {
    endpoint: { host, ...(servername === undefined ? {} : { servername }) },
    ...(ca === undefined ? {} : { ca }),
    strict: ca !== undefined,
    timeoutMs,
  });
  return 'outcome' in secured ? secured : ask(secured, question);
}

async function ask(socket: Socket, { path, hostHeader, timeoutMs }: HttpQuestion): Promise<HttpAnswer | HttpFailure> {
  // The socket is ours and may already be TLS: node:https would only put a second layer on it.
  const { request } = await import('node:http');
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish({ outcome: 'timeout', detail: `no whole answer within ${timeoutMs} ms` }), timeoutMs);
    let asked: ClientRequest | undefined;
    const finish = (result: HttpAnswer | HttpFailure) => {
      clearTimeout(timer);
      resolve(result);
      asked?.destroy();
      socket.destroy();
    };
    try {
      asked = request({ createConnection: () => socket, path, headers: { host: hostHeader, connection: 'close' } });
    } catch (error) {
      // A path or host header that must not go into a request.
      finish({ outcome: 'unknown', detail: reasonOf(error) });
      return;
    }
    asked.on('error', (error) => finish(failure(error)));
    asked.on('response', (response) => collect(response, finish));
    asked.end();
  });
}

function collect(response: IncomingMessage, finish: (result: HttpAnswer | HttpFailure) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = (truncated: boolean): HttpAnswer => ({
    outcome: 'answered',
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).subarray(0, longestBody),
    truncated,
  });
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestBody) finish(answer(true));
  });
  response.on('end', () => finish(answer(false)));
  response.on('error', (error) => finish(failure(error)));
}

/** HPE_*: the parser of node:http met with what is no HTTP. */
function failure(error: Error): HttpFailure {
  const code = reasonOf(error);
  if (code.startsWith('HPE_')) return { outcome: 'not-http', detail: error.message };
  if (code === 'ECONNRESET') return { outcome: 'unknown', detail: 'it closed the connection without a whole answer' };
  return { outcome: 'unknown', detail: error.message };
}
