import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/tls/certificate/issue.ts';
import type { Endpoint, StartTls } from '../../../src/tls/probe/endpoint.ts';
import { handshake } from '../../../src/tls/probe/handshake.ts';
import { probeProtocol } from '../../../src/tls/probe/probe-protocol.ts';
import { connect, localPair, serve } from '../support.ts';

const options = { timeoutMs: 2000 };

const probe = (port: number, starttls: StartTls, timeoutMs = 2000) =>
  probeProtocol(connect, { host: '127.0.0.1', port, starttls }, 'TLSv1.2', { timeoutMs });

function goTls(socket: Socket, { keyPem, certificatePem }: Pair): void {
  const secureContext = createSecureContext({ key: keyPem, cert: certificatePem });
  new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {}).resume();
}

interface MailServer {
  readonly greeting?: readonly string[];
  readonly extensions?: string;
  readonly goAhead?: string;
  readonly delayMs?: number;
}

/** A mail server as far as STARTTLS; a client that speaks before the greeting is turned away. */
async function mailServer({ greeting = ['220 mail1 ESMTP\r\n'], extensions, goAhead, delayMs = 0 }: MailServer = {}) {
  const heard: string[] = [];
  const pair = await localPair();
  const port = await serve(async (socket) => {
    let greeted = false;
    const listener = (chunk: Buffer) => {
      const line = chunk.toString('latin1').trim();
      heard.push(line);
      if (!greeted) socket.end('554 5.5.1 speak when you are spoken to\r\n');
      else if (line.startsWith('EHLO')) socket.write(extensions ?? '250-mail1\r\n250-PIPELINING\r\n250 STARTTLS\r\n');
      else if (line === 'STARTTLS') {
        socket.write(goAhead ?? '220 2.0.0 go ahead\r\n');
        if (goAhead === undefined) {
          socket.off('data', listener);
          goTls(socket, pair);
        }
      }
    };
    socket.on('data', listener);
    for (const part of greeting) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      socket.write(part);
    }
    greeted = true;
  });
  return { port, heard };
}

describe('over SMTP', () => {
  test('TLS begins after the go-ahead', async () => {
    const { port, heard } = await mailServer();
    expect((await probe(port, 'smtp')).outcome).toBe('accepted');
    expect(heard).toEqual(['EHLO [127.0.0.1]', 'STARTTLS']);
    const endpoint: Endpoint = { host: '127.0.0.1', port, starttls: 'smtp', servername: 'localhost' };
    expect(await handshake(connect, endpoint, options)).toMatchObject({ kind: 'done', certificate: { subject: 'localhost' } });
  });

  test('a greeting of several lines, in pieces and slow to come, is waited for', async () => {
    const { port } = await mailServer({ greeting: ['220-mail1 ', 'waits\r\n', '220 mail1 ESMTP\r\n'], delayMs: 60 });
    expect((await probe(port, 'smtp')).outcome).toBe('accepted');
  });

  test.each([
    ['does not offer STARTTLS', { extensions: '250-mail1\r\n250 SIZE\r\n' }, 'not-tls', 'does not offer STARTTLS'],
    ['is only named STARTTLS', { extensions: '250-STARTTLS.example.com\r\n250 SIZE\r\n' }, 'not-tls', 'does not offer'],
    ['knows no EHLO', { extensions: '502 5.5.2 what?\r\n' }, 'not-tls', '502 5.5.2 what?'],
    ['is not ready for TLS', { goAhead: '454 4.7.0 TLS not available\r\n' }, 'unknown', '454 4.7.0 TLS not available'],
    ['has no TLS after all', { goAhead: '502 5.5.1 no\r\n' }, 'not-tls', '502 5.5.1 no'],
    ['takes no mail', { greeting: ['554 5.7.1 not you\r\n'] }, 'unknown', '554 5.7.1 not you'],
    ['sends more than the go-ahead', { goAhead: '220 go\r\n250 injected\r\n' }, 'unknown', 'plain text'],
    ['is no mail server', { greeting: ['HTTP/1.1 400 Bad Request\r\n'] }, 'not-tls', 'no mail server'],
    ['talks nonsense later', { extensions: 'hello\r\n' }, 'not-tls', 'not SMTP'],
  ] as const)('a server that %s', async (_, server, outcome, detail) => {
    const { port } = await mailServer(server);
    const answer = await probe(port, 'smtp');
    expect(answer).toEqual({ outcome, detail: expect.stringContaining(detail) });
  });

  test('a server that never greets, and one that hangs up first', async () => {
    expect(await probe(await serve(() => {}), 'smtp', 150)).toMatchObject({
      outcome: 'timeout',
      detail: expect.stringContaining('greeting'),
    });
    expect((await probe(await serve((socket) => socket.end()), 'smtp')).outcome).toBe('unknown');
  });

  test('a server that never ends its line', async () => {
    const port = await serve((socket) => socket.write('220-'.repeat(2000)));
    expect((await probe(port, 'smtp')).outcome).toBe('not-tls');
  });
});

describe('over PostgreSQL', () => {
  const database = (answer: string, then: (socket: Socket) => unknown = () => {}) =>
    serve((socket) => {
      socket.once('data', (request) => {
        expect(request.toString('hex')).toBe('0000000804d2162f');
        socket.write(Buffer.from(answer, 'latin1'));
        then(socket);
      });
    });

  test('S begins TLS', async () => {
    const pair = await localPair();
    expect((await probe(await database('S', (socket) => goTls(socket, pair)), 'postgres')).outcome).toBe('accepted');
  });

  test('N is a server without TLS', async () => {
    expect(await probe(await database('N'), 'postgres')).toMatchObject({
      outcome: 'not-tls',
      detail: expect.stringContaining('SSL'),
    });
  });

  test('E comes with the words of the server, old or new', async () => {
    const old = await probe(await database('Ecould not fork new process\0'), 'postgres');
    expect(old).toEqual({ outcome: 'unknown', detail: expect.stringContaining('could not fork new process') });
    const fields = 'SFATAL\0C53300\0Mtoo many clients\0\0';
    const message = `E\0\0\0${String.fromCharCode(4 + fields.length)}${fields}`;
    expect((await probe(await database(message), 'postgres')).detail).toContain('too many clients');
  });

  test('anything else is no PostgreSQL', async () => {
    expect(await probe(await database('HTTP/1.1 400'), 'postgres')).toEqual({
      outcome: 'not-tls',
      detail: 'no PostgreSQL: it answers the SSLRequest with "H"',
    });
  });

  test('silence is told from hanging up', async () => {
    expect((await probe(await serve(() => {}), 'postgres', 150)).outcome).toBe('timeout');
    expect((await probe(await serve((socket) => socket.once('data', () => socket.destroy())), 'postgres')).outcome).toBe(
      'unknown',
    );
  });

  test('bytes sent along with the S are an injection', async () => {
    expect((await probe(await database('SELECT'), 'postgres')).detail).toContain('plain text');
  });
});
