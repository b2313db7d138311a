import { createPublicKey } from 'node:crypto';
import { buildCertificate, commonNameOf } from './build.ts';
import type { CertificateFacts } from './facts.ts';
import { commonName } from './facts.ts';
import { generateRsaKey, type Pair } from './issue.ts';
import { leafExtensions, refuseBadNames } from './leaf.ts';

/** What a small certification authority of one's own is to say. */
export interface AuthorityFacts {
  /** Its CN, at most 64 characters: unlike that of any other one, since clients tell them apart by it. */
  readonly name: string;
  readonly keyBits: 2048 | 3072 | 4096;
  readonly days: number;
}

/** A new key and the certificate of an authority that signs servers, and no further authorities. */
export async function issueAuthority(facts: AuthorityFacts, now: Date): Promise<Pair> {
  const keys = await generateRsaKey(facts.keyBits);
  const subject = await commonNameOf(facts.name);
  const extensions = [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: true },
  ];
  const named = { publicKey: keys.publicKey, subject, issuer: subject, now, days: facts.days, extensions };
  return { keyPem: keys.privateKey, certificatePem: await buildCertificate(named, keys.privateKey) };
}

/** The certificate of a server over the public half of `keyPem`, signed by `authority`. PEM. */
export async function signLeaf(keyPem: string, facts: CertificateFacts, authority: Pair, now: Date): Promise<string> {
  refuseBadNames(facts);
  const { default: forge } = await import('node-forge');
  const issuer = forge.pki.certificateFromPem(authority.certificatePem);
  const keyIdentifier = issuer.generateSubjectKeyIdentifier().getBytes();
  return buildCertificate(
    {
      publicKey: createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }) as string,
      subject: await commonNameOf(commonName(facts.hostname)),
      issuer: issuer.subject.attributes,
      now,
      days: facts.days,
      extensions: [...leafExtensions(facts), { name: 'authorityKeyIdentifier', keyIdentifier }],
    },
    authority.keyPem,
  );
}
