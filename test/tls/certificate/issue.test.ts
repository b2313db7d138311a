import { writeFile } from 'node:fs/promises';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { validateHostname } from '../../../src/tls/certificate/hostname.ts';
import { generateRsaKey, issuePair, type KeyPair, selfSign } from '../../../src/tls/certificate/issue.ts';
import { canonicalName } from '../../../src/tls/certificate/names.ts';
import { readCertificate } from '../../../src/tls/certificate/read.ts';
import { listen, localPair, run, scratch, serve } from '../support.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('openssl', () => {
  test('verifies a certificate against itself, strictly, as a server of each of its names', async () => {
    const directory = await scratch();
    const facts = { hostname: 'mail1.example.com', altNames: ['*.lists.example.com', '192.0.2.10', '2001:db8::1'], days: 365 };
    const pair = await issuePair({ ...facts, keyBits: 3072 }, { now: new Date() });
    const path = join(directory, 'server.crt');
    await writeFile(path, pair.certificatePem);
    const verify = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', path];
    expect((await run('openssl', [...verify, '-verify_hostname', 'mail1.example.com', path])).stdout).toBe(`${path}: OK\n`);
    expect((await run('openssl', [...verify, '-verify_hostname', 'a.lists.example.com', path])).exit).toBe(0);
    expect((await run('openssl', [...verify, '-verify_ip', '192.0.2.10', path])).exit).toBe(0);
    expect((await run('openssl', [...verify, '-verify_ip', '2001:db8::1', path])).exit).toBe(0);
    expect((await run('openssl', [...verify, '-verify_hostname', 'other.example.com', path])).exit).not.toBe(0);
  });

  test('prints the profile of a server certificate', async () => {
    const directory = await scratch();
    const pair = await issuePair({ hostname: 'mail1', altNames: ['mail1', '::1'], keyBits: 2048, days: 30 }, { now });
    await writeFile(join(directory, 'server.crt'), pair.certificatePem);
    const { stdout } = await run('openssl', ['x509', '-in', join(directory, 'server.crt'), '-noout', '-text', '-dates']);
    for (const line of [
      'Version: 3 (0x2)',
      'Subject: CN = mail1',
      'Issuer: CN = mail1',
      'Signature Algorithm: sha256WithRSAEncryption',
      'Public-Key: (2048 bit)',
      'X509v3 Basic Constraints: critical\n                CA:FALSE',
      'X509v3 Key Usage: critical\n                Digital Signature, Key Encipherment',
      'X509v3 Extended Key Usage: \n                TLS Web Server Authentication',
      'X509v3 Subject Alternative Name: \n                DNS:mail1, IP Address:0:0:0:0:0:0:0:1\n',
      'notBefore=Nov 21 11:00:00 2026 GMT',
      'notAfter=Dec 21 12:00:00 2026 GMT',
    ]) {
      expect(stdout).toContain(line);
    }
    expect(stdout).toMatch(/Serial Number:\s+[4-7][0-9a-f](:[0-9a-f]{2}){15}\n/);
  });

  test('reads the key as PKCS#1, which the oldest can', async () => {
    const directory = await scratch();
    const { keyPem } = await localPair();
    expect(keyPem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
    await writeFile(join(directory, 'server.key'), keyPem);
    expect((await run('openssl', ['rsa', '-in', join(directory, 'server.key'), '-check', '-noout'])).exit).toBe(0);
  });
});

describe('clients that are given the certificate as their authority', () => {
  let directory: string;
  const path = () => join(directory, 'ca.pem');

  test('curl connects by name and by address, and to no other name', async () => {
    directory = await scratch();
    const pair = await localPair();
    await writeFile(path(), pair.certificatePem);
    const server = createHttpsServer({ key: pair.keyPem, cert: pair.certificatePem }, (_, response) => response.end('proof'));
    const port = await listen(server);
    const curl = (url: string, ...more: string[]) => run('curl', ['-sS', '--noproxy', '*', '--cacert', path(), ...more, url]);
    expect((await curl(`https://localhost:${port}/`)).stdout).toBe('proof');
    expect((await curl(`https://127.0.0.1:${port}/`)).stdout).toBe('proof');
    expect((await curl(`https://other:${port}/`, '--resolve', `other:${port}:127.0.0.1`)).exit).toBe(60);
  });

  test('psql connects with verify-full, and to no other name', async () => {
    directory = await scratch();
    const pair = await localPair();
    await writeFile(path(), pair.certificatePem);
    // A database that has only one thing to say, and says it only under TLS.
    const fields = 'SFATAL\0C28000\0Mreached under TLS\0\0';
    const length = Buffer.alloc(4);
    length.writeUInt32BE(4 + fields.length);
    const port = await serve((socket) => {
      socket.once('data', () => {
        socket.write('S');
        const tls = new TLSSocket(socket, { isServer: true, key: pair.keyPem, cert: pair.certificatePem });
        tls.on('error', () => {}).once('data', () => tls.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)])));
      });
    });
    const psql = (host: string) =>
      run('psql', [
        `host=${host} hostaddr=127.0.0.1 port=${port} sslmode=verify-full sslrootcert=${path()} gssencmode=disable user=u dbname=d`,
      ]);
    expect((await psql('localhost')).stderr).toContain('reached under TLS');
    const other = await psql('other');
    expect(other.stderr).toContain('does not match host name "other"');
    expect(other.stderr).not.toContain('reached');
  });
});

describe('a certificate', () => {
  let keys: KeyPair;
  beforeAll(async () => {
    keys = await generateRsaKey(2048);
  });
  const issued = async (hostname: string, altNames: readonly string[] = [], days = 365) => {
    const reading = readCertificate(await selfSign(keys, { hostname, altNames, keyBits: 2048, days }, now));
    if (!reading.ok) throw new Error(reading.problem);
    return reading.certificate;
  };

  test('has every accepted host name among its alternative names, and first', async () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,20}[a-zA-Z0-9])?$/);
    const name = fc.oneof(
      fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.')),
      fc.array(label, { minLength: 2, maxLength: 6 }).map((labels) => `*.${labels.join('.')}`),
      fc.ipV4(),
      fc.ipV6(),
    );
    await fc.assert(
      fc.asyncProperty(name, fc.array(name, { maxLength: 4 }), async (hostname, more) => {
        const altNames = more.filter((alt) => validateHostname(alt) === undefined);
        fc.pre(validateHostname(hostname) === undefined);
        const { altNames: said } = await issued(hostname, altNames);
        expect(said[0]).toBe(canonicalName(hostname));
        expect(said).toEqual([...new Set([hostname, ...altNames].map(canonicalName))]);
      }),
      { numRuns: 60 },
    );
  });

  test('with a name too long for the CN still is for that name', async () => {
    const long = `mail1.${'department.'.repeat(6)}example.com`;
    const certificate = await issued(long);
    expect(certificate.subject).toBe('mail1');
    expect(certificate.altNames).toEqual([long]);
  });

  test('may outlive 2049, where dates are written in another form', async () => {
    const { notAfter } = await issued('mail1', [], 36_500);
    expect(notAfter.toISOString()).toBe(new Date(now.getTime() + 36_500 * 86_400_000).toISOString());
  });

  test('has a serial number of its own', async () => {
    const [first, second] = await Promise.all([issued('mail1'), issued('mail1')]);
    expect(first.fingerprint256).not.toBe(second.fingerprint256);
  });

  test('is not issued for what is no host name', async () => {
    await expect(issued('mail_1')).rejects.toThrow('"mail_1" is no host name');
    await expect(issued('mail1', ['a b'])).rejects.toThrow('"a b" is no alternative name');
  });
});
