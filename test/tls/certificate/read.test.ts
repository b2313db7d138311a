import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issuePair } from '../../../src/tls/certificate/issue.ts';
import { daysLeft, readCertificate } from '../../../src/tls/certificate/read.ts';
import { localPair, run, scratch } from '../support.ts';

async function opensslCertificate(...args: readonly string[]): Promise<string> {
  const key = join(await scratch(), 'key.pem');
  const made = await run('openssl', ['req', '-x509', '-nodes', '-days', '10', '-keyout', key, ...args]);
  if (made.exit !== 0) throw new Error(made.stderr);
  return made.stdout;
}

test('a certificate is read as openssl prints it', async () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const facts = { hostname: 'mail1.example.com', altNames: ['192.0.2.10', '2001:db8::1'], keyBits: 2048, days: 365 } as const;
  const { certificatePem } = await issuePair(facts, { now });
  const path = join(await scratch(), 'c.pem');
  await writeFile(path, certificatePem);
  const { stdout } = await run('openssl', ['x509', '-in', path, '-noout', '-fingerprint', '-sha256']);
  expect(readCertificate(certificatePem)).toEqual({
    ok: true,
    certificate: {
      subject: 'mail1.example.com',
      issuer: 'mail1.example.com',
      altNames: ['mail1.example.com', '192.0.2.10', '2001:db8::1'],
      selfSigned: true,
      notBefore: new Date('2026-11-21T11:00:00Z'),
      notAfter: new Date('2027-11-21T12:00:00Z'),
      fingerprint256: stdout.trim().split('=')[1],
      keyType: 'rsa',
      keyBits: 2048,
      signatureAlgorithm: 'sha256WithRSAEncryption',
      chainLength: 1,
    },
  });
});

test('an elliptic curve, an odd name and other alternative names are read', async () => {
  const names = 'subjectAltName=DNS:a.example,email:root@a.example,URI:https://a.example/';
  const args = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-subj', '/O=Old, "quoted"/CN=first/CN=last'];
  const pem = await opensslCertificate(...args, '-addext', names);
  const reading = readCertificate(pem);
  expect(reading).toMatchObject({
    ok: true,
    certificate: {
      subject: 'last',
      keyType: 'ec',
      altNames: ['a.example', 'email:root@a.example', 'URI:https://a.example/'],
    },
  });
  expect(reading.ok && reading.certificate).not.toHaveProperty('keyBits');
});

test('a certificate without a common name is named by its issuer organisation', async () => {
  const pem = await opensslCertificate('-newkey', 'rsa:2048', '-subj', '/O=Example Corp');
  expect(readCertificate(pem)).toMatchObject({ ok: true, certificate: { subject: '', issuer: 'Example Corp', altNames: [] } });
});

test('one that another key signed is not self-signed, though it is named like its issuer', async () => {
  const directory = await scratch();
  const pair = await localPair();
  await writeFile(join(directory, 'ca.pem'), pair.keyPem + pair.certificatePem);
  const files = ['-key', join(directory, 'new.key'), '-out', join(directory, 'new.csr')];
  await run('openssl', ['genrsa', '-out', join(directory, 'new.key'), '2048']);
  await run('openssl', ['req', '-new', '-subj', '/CN=localhost', ...files]);
  const ca = ['-CA', join(directory, 'ca.pem'), '-CAkey', join(directory, 'ca.pem'), '-set_serial', '7'];
  const { stdout } = await run('openssl', ['x509', '-req', '-in', join(directory, 'new.csr'), ...ca]);
  expect(readCertificate(stdout)).toMatchObject({ ok: true, certificate: { issuer: 'localhost', selfSigned: false } });
});

describe('a PEM file', () => {
  test('is read from its first certificate on, past text and keys, and the others are counted', async () => {
    const pair = await localPair();
    const other = await opensslCertificate('-newkey', 'rsa:2048', '-subj', '/CN=authority');
    const reading = readCertificate(`Certificate:\n  Data: text\n${pair.keyPem}${pair.certificatePem}${other}`);
    expect(reading).toMatchObject({ ok: true, certificate: { subject: 'localhost', chainLength: 2 } });
  });

  test('may have the line endings of another system', async () => {
    const { certificatePem } = await localPair();
    expect(readCertificate(certificatePem.replaceAll('\n', '\r\n'))).toMatchObject({ ok: true });
  });

  test.each([
    ['', 'empty'],
    ['hello', 'no PEM certificate'],
    ['-----BEGIN CERTIFICATE-----\nMIIB', 'cut off'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n', 'private key, but no certificate'],
    ['\x30\x82\x01\x00', 'DER'],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'cannot be decoded'],
  ])('%j is no certificate: %s', (pem, why) => {
    const reading = readCertificate(pem);
    expect(reading.ok).toBe(false);
    expect(!reading.ok && reading.problem).toContain(why);
  });

  test('never throws, whatever it holds', async () => {
    const { certificatePem } = await localPair();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof readCertificate(text).ok === 'boolean'));
    fc.assert(
      fc.property(fc.nat(certificatePem.length - 1), fc.string({ maxLength: 3 }), (at, text) => {
        const damaged = certificatePem.slice(0, at) + text + certificatePem.slice(at + text.length);
        return typeof readCertificate(damaged).ok === 'boolean';
      }),
    );
  });
});

test('days left are whole days, and fewer than none after the end', () => {
  const end = new Date('2026-12-01T12:00:00Z');
  expect(daysLeft(end, new Date('2026-11-21T12:00:00Z'))).toBe(10);
  expect(daysLeft(end, new Date('2026-11-21T12:00:01Z'))).toBe(9);
  expect(daysLeft(end, new Date('2026-12-01T00:00:00Z'))).toBe(0);
  expect(daysLeft(end, new Date('2026-12-01T12:00:01Z'))).toBe(-1);
});
