import type { CertificateFacts } from '../plan/change.ts';
import { issuePair } from '../tls/certificate/issue.ts';
import { compareKey } from '../tls/certificate/key.ts';

/**
 * Makes the key and the self-signed certificate that a plan described. Read back by another library
 * than the one that built them: a pair that OpenSSL does not take for one never reaches the disk.
 */
export async function makePair(facts: CertificateFacts, now: Date): Promise<{ keyPem: string; certificatePem: string }> {
  const pair = await issuePair(facts, { now });
  const comparison = compareKey(pair.keyPem, pair.certificatePem);
  if (comparison !== 'match')
    throw new Error(`The new certificate for ${facts.hostname} does not stand up to OpenSSL: ${comparison}`);
  return pair;
}
