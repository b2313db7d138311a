import type { Socket } from 'node:net';
import { Conversation, reasonOf } from './conversation.ts';
import type { Connect, Endpoint, Failure } from './endpoint.ts';
import { startPostgres, startSmtp } from './starttls.ts';

/**
 * A connection on which the next bytes are TLS, or why there is none. `timeoutMs` holds for the
 * connection and for each answer on the way, so that a server that is slow to greet (as mail servers
 * are on purpose) is not cut short. The caller destroys the conversation.
 */
export async function reach(connect: Connect, endpoint: Endpoint, timeoutMs: number): Promise<Conversation | Failure> {
  const socket = await openSocket(connect, endpoint, timeoutMs);
  if ('outcome' in socket) return socket;
  const conversation = new Conversation(socket);
  const failure = await startTls(conversation, endpoint, timeoutMs);
  if (failure === undefined) return conversation;
  conversation.destroy();
  return failure;
}

/**
 * A connected socket, or `unreachable`. `connect` is given the time limit and a moment more, to say in
 * its own words what went wrong; then it is not waited for any longer.
 */
export async function openSocket(
  connect: Connect,
  { host, port }: { readonly host: string; readonly port: number },
  timeoutMs: number,
): Promise<Socket | Failure> {
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Failure>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve({ outcome: 'unreachable', detail: `no connection to ${host} port ${port} within ${timeoutMs} ms` });
    }, timeoutMs + 100);
  });
  const attempt = connect({ host, port, timeoutMs }).then(
    (socket) => {
      // Nobody waits for it any more.
      if (late) socket.on('error', () => {}).destroy();
      return socket;
    },
    (error: unknown): Failure => ({
      outcome: 'unreachable',
      detail: `no connection to ${host} port ${port} (${reasonOf(error)})`,
    }),
  );
  try {
    return await Promise.race([attempt, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function startTls(conversation: Conversation, endpoint: Endpoint, timeoutMs: number): Promise<Failure | undefined> {
  if (endpoint.starttls === 'none') return undefined;
  const start = endpoint.starttls === 'smtp' ? startSmtp : startPostgres;
  const failure = await start(conversation, timeoutMs);
  if (failure !== undefined) return failure;
  // TLS is the client's turn: bytes that came with the go-ahead are somebody's injection (CVE-2021-23222).
  if (conversation.unread > 0) return { outcome: 'unknown', detail: 'it went on in plain text after agreeing to TLS' };
  return undefined;
}
