import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Connect, Endpoint } from '../../../src/tls/probe/endpoint.ts';
import { scanEndpoint } from '../../../src/tls/probe/scan.ts';
import { connect, listen, localPair, serve } from '../support.ts';

// An hour on: a pair for 30 days that is made in this very second has 29 whole days left, whatever the moment.
const options = { timeoutMs: 3000, now: new Date(Date.now() + 3_600_000) };
const at = (port: number): Endpoint => ({ host: '127.0.0.1', port, starttls: 'none' });

async function tlsPort(settings: object = {}): Promise<number> {
  const { keyPem, certificatePem } = await localPair();
  return listen(createTlsServer({ key: keyPem, cert: certificatePem, ...settings }));
}

/** `connect`, and how many connections were open at a time and in all. */
function counted(): { readonly through: Connect; readonly count: { most: number; all: number } } {
  const count = { most: 0, all: 0 };
  let open = 0;
  const through: Connect = async (address) => {
    const socket = await connect(address);
    open += 1;
    count.all += 1;
    count.most = Math.max(count.most, open);
    socket.once('close', () => {
      open -= 1;
    });
    return socket;
  };
  return { through, count };
}

test('one result holds all that the port shows', async () => {
  const port = await tlsPort({ minVersion: 'TLSv1.2', dhparam: 'auto' });
  expect(await scanEndpoint(connect, at(port), options)).toMatchObject({
    endpoint: { port },
    protocols: { 'TLSv1.1': { outcome: 'refused' }, 'TLSv1.2': { outcome: 'accepted' }, 'TLSv1.3': { outcome: 'accepted' } },
    cbc: { outcome: 'accepted', protocol: 'TLSv1.2' },
    dhe: { outcome: 'accepted', bits: 2048, verdict: { verdict: 'good' } },
    fallbackScsv: { outcome: 'supported' },
    poodle: { verdict: 'not-vulnerable' },
    certificate: { subject: 'localhost', chainLength: 1 },
    daysLeft: 29,
  });
});

test('TLS 1.3 alone shows its certificate by a whole handshake', async () => {
  const found = await scanEndpoint(connect, at(await tlsPort({ minVersion: 'TLSv1.3' })), options);
  expect(found).toMatchObject({ certificate: { subject: 'localhost' }, daysLeft: 29, fallbackScsv: { outcome: 'not-needed' } });
});

test('it is gentle: few connections at a time, and not many in all', async () => {
  const { through, count } = counted();
  await scanEndpoint(through, at(await tlsPort()), options);
  expect(count.most).toBeLessThanOrEqual(4);
  expect(count.all).toBeLessThanOrEqual(10);
});

describe('a server that is not there to the end', () => {
  /** Hands the first `times` connections to a TLS server, and the others to `then`. */
  async function failing(times: number, then: (socket: Socket) => void): Promise<number> {
    const inner = await tlsPort({ minVersion: 'TLSv1.2' });
    let taken = 0;
    return serve(async (socket) => {
      taken += 1;
      if (taken > times) return then(socket);
      const server = await connect({ host: '127.0.0.1', port: inner, timeoutMs: 1000 });
      socket.on('close', () => server.destroy()).pipe(server);
      server.on('error', () => {}).pipe(socket);
    });
  }

  test('refuses nothing by going down', async () => {
    const port = await failing(1, (socket) => socket.destroy());
    const { protocols, poodle, fallbackScsv } = await scanEndpoint(connect, at(port), options);
    expect(protocols['TLSv1.2'].outcome).toBe('accepted');
    expect([protocols.SSLv3.outcome, poodle.verdict, fallbackScsv.outcome]).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('leaves open what had not been asked by then', async () => {
    const port = await failing(6, (socket) => socket.destroy());
    const found = await scanEndpoint(connect, at(port), options);
    expect(found).toMatchObject({ poodle: { verdict: 'not-vulnerable' }, dhe: { outcome: 'unknown' } });
  });
});

test('a mail server that takes so many at a time only is asked again, one by one', async () => {
  let open = 0;
  const inner = await tlsPort({ minVersion: 'TLSv1.2' });
  const port = await serve((socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open > 1) return socket.end('421 too many connections\r\n');
    socket.write('220 mail\r\n');
    const talk = (data: Buffer) => {
      if (data.toString().startsWith('EHLO')) return socket.write('250-mail\r\n250 STARTTLS\r\n');
      socket.off('data', talk);
      connect({ host: '127.0.0.1', port: inner, timeoutMs: 1000 }).then((server) => {
        socket.on('close', () => server.destroy()).pipe(server);
        server.on('error', () => {}).pipe(socket);
      });
      return socket.write('220 go\r\n');
    };
    socket.on('data', talk);
  });
  const { protocols } = await scanEndpoint(connect, { ...at(port), starttls: 'smtp' }, options);
  expect(Object.values(protocols).map(({ outcome }) => outcome)).toEqual([
    ...['refused', 'refused', 'refused', 'refused'],
    ...['accepted', 'accepted'],
  ]);
});
