import { createPublicKey } from 'node:crypto';
import { sha256 } from '../host/facts.ts';
import type { HostPath } from '../model/paths.ts';
import type { IssueCertificate } from '../plan/change.ts';
import { issueAuthority, signLeaf } from '../tls/certificate/authority.ts';
import { generateRsaKey, type Pair, selfSign } from '../tls/certificate/issue.ts';
import { compareKey } from '../tls/certificate/key.ts';

/** Where keys are got that are there already. */
export interface KeySource {
  /** Bytes of a file of the tree, as they will be. */
  read(path: HostPath): Promise<Buffer | undefined>;
  /** Keys that the operator handed over, PEM by their sha256. */
  readonly given?: ReadonlyMap<string, string> | undefined;
}

/**
 * Makes the key and the certificate that a plan described. Read back by another library than the one
 * that built them: a pair that OpenSSL does not take for one never reaches the disk.
 */
export async function makePair(change: IssueCertificate, now: Date, source: KeySource): Promise<Pair> {
  const pair = await make(change, now, source);
  const comparison = compareKey(pair.keyPem, pair.certificatePem);
  if (comparison !== 'match')
    throw new Error(`The new certificate for ${change.facts.hostname} does not stand up to OpenSSL: ${comparison}`);
  return pair;
}

async function make(change: IssueCertificate, now: Date, source: KeySource): Promise<Pair> {
  const { facts, signer } = change;
  if (change.authority === true) return issueAuthority({ name: facts.hostname, keyBits: facts.keyBits, days: facts.days }, now);
  const keyPem = await keyOf(change, source);
  switch (signer?.kind) {
    case 'given':
      return { keyPem, certificatePem: signer.pem };
    case 'local-ca': {
      const authority = { keyPem: await text(source, signer.key), certificatePem: await text(source, signer.certificate) };
      return { keyPem, certificatePem: await signLeaf(keyPem, facts, authority, now) };
    }
    default: {
      const publicKey = createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }) as string;
      return { keyPem, certificatePem: await selfSign({ privateKey: keyPem, publicKey }, facts, now) };
    }
  }
}

async function keyOf({ keyFrom, facts, keyPath }: IssueCertificate, source: KeySource): Promise<string> {
  if (keyFrom === undefined) return (await generateRsaKey(facts.keyBits)).privateKey;
  const pem = keyFrom.kind === 'given' ? source.given?.get(keyFrom.hash) : await text(source, keyFrom.path);
  if (pem === undefined || sha256(Buffer.from(pem, 'latin1')) !== keyFrom.hash)
    throw new Error(`The key that was planned for ${keyPath} is not the one that is there now: make the plan again`);
  return pem;
}

async function text(source: KeySource, path: HostPath): Promise<string> {
  const bytes = await source.read(path);
  if (bytes === undefined) throw new Error(`${path} is gone: nothing can be signed without it`);
  return bytes.toString('latin1');
}
