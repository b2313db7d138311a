import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { issuePair } from '../../../src/tls/certificate/issue.ts';
import { handshake } from '../../../src/tls/probe/handshake.ts';
import { connect, listen, localPair, opensslServer, serve } from '../support.ts';

const options = { timeoutMs: 3000 };
const at = (port: number, servername?: string) =>
  ({ host: '127.0.0.1', port, starttls: 'none', ...(servername === undefined ? {} : { servername }) }) as const;

async function tlsPort(): Promise<number> {
  const { keyPem, certificatePem } = await localPair();
  return listen(createTlsServer({ key: keyPem, cert: certificatePem }));
}

describe('a handshake', () => {
  test('shows the protocol, the cipher and the certificate, and gives no verdict unasked', async () => {
    const result = await handshake(connect, at(await tlsPort()), options);
    expect(result).toMatchObject({
      kind: 'done',
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      certificate: {
        subject: 'localhost',
        altNames: ['localhost', '127.0.0.1'],
        selfSigned: true,
        chainLength: 1,
        keyBits: 2048,
      },
    });
    if (result.kind !== 'done') throw new Error(result.detail);
    expect(result.fingerprint256).toBe(result.certificate?.fingerprint256);
    expect(result).not.toHaveProperty('authorized');
  });

  test('is judged by the certificate authority that is given, for the name and the address', async () => {
    const { certificatePem: ca } = await localPair();
    expect(await handshake(connect, at(await tlsPort(), 'localhost'), { ...options, ca })).toMatchObject({ authorized: true });
    expect(await handshake(connect, at(await tlsPort()), { ...options, ca })).toMatchObject({ authorized: true });
  });

  test('with another name or another authority is not authorized, and says why', async () => {
    const port = await tlsPort();
    const { certificatePem: ca } = await localPair();
    const misnamed = await handshake(connect, at(port, 'other.example.com'), { ...options, ca });
    expect(misnamed).toMatchObject({
      kind: 'done',
      authorized: false,
      authorizationError: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const facts = { hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 } as const;
    const stranger = (await issuePair(facts, { now: new Date() })).certificatePem;
    expect(await handshake(connect, at(port), { ...options, ca: stranger })).toMatchObject({ kind: 'done', authorized: false });
  });

  test('with a certificate that has run out still shows it', async () => {
    const past = await issuePair(
      { hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 },
      { now: new Date('2020-01-01') },
    );
    const port = await listen(createTlsServer({ key: past.keyPem, cert: past.certificatePem }));
    const result = await handshake(connect, at(port, 'localhost'), { ...options, ca: past.certificatePem });
    expect(result).toMatchObject({
      authorized: false,
      authorizationError: 'CERT_HAS_EXPIRED',
      certificate: { subject: 'localhost' },
    });
  });

  test.each([
    ['-tls1', 'TLSv1'],
    ['-tls1_1', 'TLSv1.1'],
    ['-tls1_2', 'TLSv1.2'],
  ])('is made with openssl s_server %s too', async (flag, protocol) => {
    const port = await opensslServer(flag, '-cipher', 'DEFAULT@SECLEVEL=0');
    expect(await handshake(connect, at(port), options)).toMatchObject({ kind: 'done', protocol });
  });
});

describe('a handshake that fails', () => {
  test('says that nobody is there', async () => {
    const port = await serve(() => {});
    const refuse = () => Promise.reject(Object.assign(new Error('no'), { code: 'EHOSTUNREACH' }));
    expect(await handshake(refuse, at(port), options)).toMatchObject({ kind: 'failed', outcome: 'unreachable' });
  });

  test('says that the server is silent', async () => {
    expect(await handshake(connect, at(await serve(() => {})), { timeoutMs: 150 })).toMatchObject({ outcome: 'timeout' });
  });

  test('says that the server talks something else', async () => {
    for (const text of ['HTTP/1.1 400 Bad Request\r\n\r\n', '220 mail1 ESMTP\r\n']) {
      const port = await serve((socket) => socket.once('data', () => socket.write(text)));
      expect(await handshake(connect, at(port), options)).toMatchObject({ kind: 'failed', outcome: 'not-tls' });
    }
  });

  test('says that the server refused, and how', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 70]))));
    const result = await handshake(connect, at(port), options);
    expect(result).toMatchObject({ kind: 'failed', outcome: 'refused', detail: expect.stringContaining('protocol version') });
  });

  test('says that the server hung up', async () => {
    for (const port of [await serve((s) => s.destroy()), await serve((s) => s.once('data', () => s.end()))]) {
      expect(await handshake(connect, at(port), options)).toMatchObject({ kind: 'failed', outcome: 'unknown' });
    }
  });
});
