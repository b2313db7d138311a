import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, test } from 'vitest';
import { issuePair } from '../../../src/tls/certificate/issue.ts';
import { type HttpQuestion, httpGet, longestBody } from '../../../src/tls/probe/http.ts';
import { connect, listen, localPair, serve } from '../support.ts';

const question = (port: number, more: Partial<HttpQuestion> = {}): HttpQuestion => ({
  host: '127.0.0.1',
  port,
  tls: false,
  path: '/',
  hostHeader: 'mail1.example.com',
  timeoutMs: 3000,
  ...more,
});

const http = (handler: RequestListener) => listen(createServer(handler));

async function https(handler: RequestListener): Promise<number> {
  const { keyPem, certificatePem } = await localPair();
  return listen(createHttpsServer({ key: keyPem, cert: certificatePem }, handler));
}

describe('a GET', () => {
  test('brings status, headers and body, of the path and host that were asked for', async () => {
    const port = await http((request, response) => {
      response.writeHead(302, { location: `https://${request.headers.host}${request.url}` }).end('moved');
    });
    const answer = await httpGet(connect, question(port, { path: '/a?b' }));
    expect(answer).toMatchObject({
      outcome: 'answered',
      status: 302,
      headers: { location: 'https://mail1.example.com/a?b' },
      truncated: false,
    });
    expect(answer.outcome === 'answered' && answer.body.toString()).toBe('moved');
  });

  test('goes over TLS to whoever is there, when no authority is given', async () => {
    const port = await https((_, response) => response.end('secret'));
    const answer = await httpGet(connect, question(port, { tls: {} }));
    expect(answer.outcome === 'answered' && answer.body.toString()).toBe('secret');
  });

  test('goes over TLS only to whom the given authority vouches for', async () => {
    const port = await https((_, response) => response.end('secret'));
    const { certificatePem: ca } = await localPair();
    expect((await httpGet(connect, question(port, { tls: { ca, servername: 'localhost' } }))).outcome).toBe('answered');
    expect((await httpGet(connect, question(port, { tls: { ca } }))).outcome).toBe('answered');
    expect((await httpGet(connect, question(port, { tls: { ca, servername: 'other.example.com' } }))).outcome).toBe('untrusted');
    const facts = { hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 } as const;
    const stranger = (await issuePair(facts, { now: new Date() })).certificatePem;
    expect((await httpGet(connect, question(port, { tls: { ca: stranger } }))).outcome).toBe('untrusted');
  });

  test('takes no more than a megabyte', async () => {
    const port = await http((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more);
      more();
    });
    const answer = await httpGet(connect, question(port));
    expect(answer).toMatchObject({ outcome: 'answered', truncated: true });
    expect(answer.outcome === 'answered' && answer.body.length).toBe(longestBody);
  });
});

describe('a GET that fails', () => {
  test('tells silence, also in the middle of an answer', async () => {
    expect((await httpGet(connect, question(await serve(() => {}), { timeoutMs: 150 }))).outcome).toBe('timeout');
    const half = await serve((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    expect((await httpGet(connect, question(half, { timeoutMs: 150 }))).outcome).toBe('timeout');
  });

  test('tells what is no HTTP, and what is no TLS', async () => {
    const mail = await serve((socket) => socket.write('220 mail1 ESMTP\r\n'));
    expect((await httpGet(connect, question(mail))).outcome).toBe('not-http');
    expect((await httpGet(connect, question(mail, { tls: {} }))).outcome).toBe('not-tls');
    expect((await httpGet(connect, question(await http((_, r) => r.end()), { tls: {} }))).outcome).toBe('not-tls');
  });

  test('tells that nobody is there, and that the server hung up', async () => {
    const nobody = () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    expect((await httpGet(nobody, question(80))).outcome).toBe('unreachable');
    expect((await httpGet(connect, question(await serve((socket) => socket.end())))).outcome).toBe('unknown');
    const half = await serve((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    expect((await httpGet(connect, question(half))).outcome).toBe('unknown');
  });

  test('tells a path that must not go into a request', async () => {
    const port = await http((_, response) => response.end());
    expect((await httpGet(connect, question(port, { path: '/a\r\nX: y' }))).outcome).toBe('unknown');
  });
});
