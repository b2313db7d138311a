import { beforeAll, describe, expect, test } from 'vitest';
import { type CertificateFacts, certificateDifferences, commonName } from '../../../src/tls/certificate/facts.ts';
import { issuePair } from '../../../src/tls/certificate/issue.ts';
import { type Certificate, readCertificate } from '../../../src/tls/certificate/read.ts';

const facts: CertificateFacts = {
  hostname: 'mail1.example.com',
  altNames: ['mail1', '2001:db8::1'],
  keyBits: 2048,
  days: 365,
};

describe('a certificate of ours', () => {
  let certificate: Certificate;
  beforeAll(async () => {
    const reading = readCertificate((await issuePair(facts, { now: new Date() })).certificatePem);
    if (!reading.ok) throw new Error(reading.problem);
    certificate = reading.certificate;
  });

  test('fulfils the facts it was made from, in whatever spelling and order', () => {
    expect(certificateDifferences(certificate, facts)).toEqual([]);
    const same = { ...facts, hostname: 'MAIL1.example.com', altNames: ['2001:DB8:0::1', 'Mail1', 'mail1', 'mail1.example.com'] };
    expect(certificateDifferences(certificate, same)).toEqual([]);
  });

  test('does not differ for its days alone', () => {
    expect(certificateDifferences(certificate, { ...facts, days: 30 })).toEqual([]);
  });

  test('differs by another host name, and says both ways', () => {
    expect(certificateDifferences(certificate, { ...facts, hostname: 'mail2.example.com' })).toEqual([
      'issued to mail1.example.com, not mail2.example.com',
      'not valid for mail2.example.com',
      'also valid for mail1.example.com',
    ]);
  });

  test('differs by a name more and by a name less', () => {
    expect(certificateDifferences(certificate, { ...facts, altNames: ['mail1', '192.0.2.10'] })).toEqual([
      'not valid for 192.0.2.10',
      'also valid for 2001:db8::1',
    ]);
  });

  test('differs by the length and the kind of its key', () => {
    expect(certificateDifferences(certificate, { ...facts, keyBits: 3072 })).toEqual(['its key has 2048 bits, not 3072']);
    const { keyBits: _, ...rest } = certificate;
    expect(certificateDifferences({ ...rest, keyType: 'ec' }, facts)).toEqual(['its key is ec, not RSA of 2048 bits']);
  });

  test('differs when it has no common name, which old Momentum looks at', () => {
    expect(certificateDifferences({ ...certificate, subject: '' }, facts)).toEqual(['no common name, not mail1.example.com']);
  });
});

test('a name too long for a common name gives its first label', () => {
  const long = `mail1.${'department.'.repeat(6)}example.com`;
  expect(long.length).toBeGreaterThan(64);
  expect(commonName(long)).toBe('mail1');
  expect(commonName(`*.${long}`)).toBe('mail1');
  expect(commonName('mail1.example.com')).toBe('mail1.example.com');
});
