import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateRsaKey, issuePair } from '../../../src/tls/certificate/issue.ts';
import { compareKey, isEncryptedKey, keyMatches } from '../../../src/tls/certificate/key.ts';
import { localPair } from '../support.ts';

const encrypted = (keyPem: string, type: 'pkcs1' | 'pkcs8') =>
  createPrivateKey(keyPem).export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString();

describe('a private key', () => {
  test('matches the certificate it was made with, in either form and also within one file', async () => {
    const { keyPem, certificatePem } = await localPair();
    const pkcs8 = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(keyMatches(keyPem, certificatePem)).toBe(true);
    expect(keyMatches(pkcs8, certificatePem)).toBe(true);
    expect(keyMatches(keyPem + certificatePem, keyPem + certificatePem)).toBe(true);
    expect(keyMatches(certificatePem + keyPem, certificatePem + keyPem)).toBe(true);
  });

  test('of another pair does not match', async () => {
    const { certificatePem } = await localPair();
    const other = await issuePair({ hostname: 'localhost', altNames: [], keyBits: 2048, days: 1 }, { now: new Date() });
    expect(compareKey(other.keyPem, certificatePem)).toBe('mismatch');
    expect(keyMatches(other.keyPem, certificatePem)).toBe(false);
  });

  test('that is encrypted is told as such in either form', async () => {
    const { keyPem, certificatePem } = await localPair();
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      expect(isEncryptedKey(encrypted(keyPem, type))).toBe(true);
      expect(compareKey(encrypted(keyPem, type), certificatePem)).toBe('encrypted-key');
    }
    expect(isEncryptedKey(keyPem)).toBe(false);
  });

  test('that cannot be read, or a certificate that cannot, is told apart from a mismatch', async () => {
    const { keyPem, certificatePem } = await localPair();
    expect(compareKey('garbage', certificatePem)).toBe('unreadable-key');
    expect(compareKey('', certificatePem)).toBe('unreadable-key');
    expect(compareKey(keyPem.replace(/\n.{64}\n/, '\nAAAA\n'), certificatePem)).toBe('unreadable-key');
    expect(compareKey((await generateRsaKey(2048)).privateKey, 'garbage')).toBe('unreadable-certificate');
  });

  test('that begins a million times and never ends keeps nobody waiting', () => {
    expect(compareKey('-----BEGIN PRIVATE KEY-----'.repeat(1_000_000), '')).toBe('unreadable-key');
  });
});
