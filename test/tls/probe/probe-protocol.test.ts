import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Connect, Endpoint } from '../../../src/tls/probe/endpoint.ts';
import { probeProtocol, probeProtocols } from '../../../src/tls/probe/probe-protocol.ts';
import { protocols } from '../../../src/tls/protocol.ts';
import { connect, listen, localPair, opensslServer, serve } from '../support.ts';

const options = { timeoutMs: 3000 };
const hasty = { timeoutMs: 150 };
const at = (port: number): Endpoint => ({ host: '127.0.0.1', port, starttls: 'none' });

async function outcomes(port: number, limits = options, through: Connect = connect): Promise<Record<string, string>> {
  const answers = await probeProtocols(through, at(port), limits);
  return Object.fromEntries(protocols.map((protocol) => [protocol, answers[protocol].outcome]));
}

const only = (...accepted: readonly string[]) =>
  Object.fromEntries(protocols.map((protocol) => [protocol, accepted.includes(protocol) ? 'accepted' : 'refused']));
const all = (outcome: string) => Object.fromEntries(protocols.map((protocol) => [protocol, outcome]));

describe('openssl s_server', () => {
  test.each([
    ['-tls1', 'TLSv1.0'],
    ['-tls1_1', 'TLSv1.1'],
    ['-tls1_2', 'TLSv1.2'],
    ['-tls1_3', 'TLSv1.3'],
  ])('with %s accepts %s alone', async (flag, protocol) => {
    const port = await opensslServer(flag, '-cipher', 'DEFAULT@SECLEVEL=0');
    expect(await outcomes(port)).toEqual(only(protocol));
  });

  test('at security level 0 accepts all it still has, and names the alert it refuses with', async () => {
    const port = await opensslServer('-min_protocol', 'TLSv1', '-cipher', 'DEFAULT@SECLEVEL=0');
    expect(await outcomes(port)).toEqual(only('TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'));
    expect(await probeProtocol(connect, at(port), 'SSLv3', options)).toEqual({
      outcome: 'refused',
      detail: expect.stringMatching(/^alert /),
    });
  });

  test('that wants another curve than our key shares accepts TLS 1.3 by asking again', async () => {
    const port = await opensslServer('-tls1_3', '-groups', 'P-384');
    const answer = await probeProtocol(connect, at(port), 'TLSv1.3', options);
    expect(answer).toMatchObject({ outcome: 'accepted', detail: expect.stringContaining('another key share') });
  });
});

test('node:tls accepts what it is configured for', async () => {
  const { keyPem, certificatePem } = await localPair();
  const port = await listen(createTlsServer({ key: keyPem, cert: certificatePem, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }));
  expect(await outcomes(port)).toEqual(only('TLSv1.2', 'TLSv1.3'));
});

test('few connections at a time are made to one port', async () => {
  const { keyPem, certificatePem } = await localPair();
  const port = await listen(createTlsServer({ key: keyPem, cert: certificatePem }));
  let open = 0;
  let most = 0;
  const counting: Connect = async (address) => {
    const socket = await connect(address);
    open += 1;
    most = Math.max(most, open);
    socket.once('close', () => {
      open -= 1;
    });
    return socket;
  };
  await outcomes(port, options, counting);
  expect(most).toBeLessThanOrEqual(4);
});

describe('what proves nothing is not called a refusal:', () => {
  test('a server that never answers', async () => {
    expect(await outcomes(await serve(() => {}), hasty)).toEqual(all('timeout'));
  });

  test('a server that closes at once', async () => {
    expect(await outcomes(await serve((socket) => socket.destroy()))).toEqual(all('unknown'));
  });

  test('a server that closes after any hello', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end()));
    expect(await outcomes(port)).toEqual(all('unknown'));
    const answer = await probeProtocol(connect, at(port), 'TLSv1.2', options);
    expect(answer).toEqual({ outcome: 'unknown', detail: 'it closed the connection after the hello' });
  });

  test('a server that is broken for every version', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 80]))));
    expect(await outcomes(port)).toEqual(all('unknown'));
  });

  test('a server that objects to the name', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 1, 0, 2, 2, 112]))));
    expect(await outcomes(port)).toEqual(all('unknown'));
  });

  test('a server that stops in the middle of its answer', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end(Buffer.from([22, 3, 3, 0, 50, 2, 0]))));
    const answer = await probeProtocol(connect, at(port), 'TLSv1.2', options);
    expect(answer).toMatchObject({ outcome: 'unknown', detail: expect.stringContaining('in the middle') });
  });
});

test('closing in silence is a refusal where the port talks TLS otherwise', async () => {
  const { keyPem, certificatePem } = await localPair();
  const inner = await listen(createTlsServer({ key: keyPem, cert: certificatePem }));
  // Whatever does not offer TLS 1.2 is dropped, as some load balancers do.
  const port = await serve((socket) => {
    socket.once('data', async (hello: Buffer) => {
      if (hello.readUInt16BE(9) !== 0x0303) return socket.destroy();
      const server = await connect({ host: '127.0.0.1', port: inner, timeoutMs: 1000 });
      server.write(hello);
      server.on('error', () => {}).pipe(socket);
    });
  });
  expect(await outcomes(port)).toEqual(only('TLSv1.2', 'TLSv1.3'));
  expect((await probeProtocol(connect, at(port), 'SSLv3', options)).outcome).toBe('refused');
});

test.each([
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['mail', '220 mail1 ESMTP\r\n'],
  ['garbage', '\x00\xff\x13\x37'],
])('a server of %s is no TLS, and what it said is told', async (_, text) => {
  const port = await serve((socket) => socket.write(Buffer.from(text, 'latin1')));
  expect(await outcomes(port)).toEqual(all('not-tls'));
});

test('a server that sends without end is cut off', async () => {
  const flood = Buffer.concat([Buffer.from([21, 3, 1, 0, 2, 1, 90])]);
  const port = await serve((socket) => {
    const more = () => {
      while (socket.writable && socket.write(Buffer.alloc(7000, flood)));
    };
    socket.on('drain', more);
    more();
  });
  expect((await probeProtocol(connect, at(port), 'TLSv1.2', options)).outcome).toBe('unknown');
});

test('where nobody listens one attempt is enough for all', async () => {
  let attempts = 0;
  const refused: Connect = async () => {
    attempts += 1;
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  expect(await outcomes(1, options, refused)).toEqual(all('unreachable'));
  expect(attempts).toBe(1);
  const answer = await probeProtocol(refused, at(25), 'TLSv1.2', options);
  expect(answer).toEqual({ outcome: 'unreachable', detail: 'no connection to 127.0.0.1 port 25 (ECONNREFUSED)' });
});

test('a connection that never comes about is given up', async () => {
  const never: Connect = () => new Promise(() => {});
  expect((await probeProtocol(never, at(25), 'TLSv1.2', hasty)).outcome).toBe('unreachable');
});
