import type { Answers } from '../../answers/answers.ts';
import type { Host, HostFile } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { type HostPath, joinPath } from '../../model/paths.ts';
import { readRepository } from '../../services/ecconfigd/repository.ts';
import type { Service } from '../../services/service.ts';
import { generateRsaKey } from '../../tls/certificate/issue.ts';
import { isEncryptedKey } from '../../tls/certificate/key.ts';
import { readCertificate } from '../../tls/certificate/read.ts';
import { makeRequest } from '../../tls/certificate/request.ts';
import { answersKey, ownAnswers, wantedFacts } from './facts.ts';
import { presentFacts } from './present.ts';

/** Keys of requests that no certificate has come back for yet. */
export const REQUESTS = joinPath(LAYOUT.state, 'requests');

export function pendingKey({ id }: Service): HostPath {
  return joinPath(REQUESTS, `${id}.key`);
}

/** A request for a service's certificate, and the key that it is about. */
export interface CertificateRequest {
  readonly pem: string;
  readonly names: readonly string[];
  /** Where the key is, or is to be kept. */
  readonly key: HostPath;
  /** Undefined: it is there already. */
  readonly newKey: string | undefined;
}

/** Why no request can be made. */
export interface NoRequest {
  readonly problem: string;
}

/**
 * A request with the names of the present certificate, or those the answers give. It is about the key
 * that waits for a certificate, else the service's own, else a new one.
 */
export async function planRequest(
  host: Host,
  service: Service,
  answers: Answers,
  newKey: boolean,
): Promise<CertificateRequest | NoRequest> {
  const place = await service.certificate(host);
  if (place === undefined) return { problem: `${service.title} is not on this host` };
  const file = await host.read(place.certificate);
  const facts = await factsFor(host, service, file, answers);
  const names = [...new Set([facts.hostname, ...facts.altNames])];
  const own = newKey ? undefined : usable(await host.read(place.key));
  const pending = usable(await host.read(pendingKey(service)));
  const kept = [
    { key: pendingKey(service), pem: pending },
    { key: place.key, pem: own },
  ].find(({ pem }) => pem !== undefined);
  const pem = kept?.pem ?? (await generateRsaKey(facts.keyBits)).privateKey;
  return {
    pem: await makeRequest(pem, facts),
    names,
    key: kept?.key ?? pendingKey(service),
    newKey: kept === undefined ? pem : undefined,
  };
}

/** An RSA key that needs no passphrase. */
function usable(file: HostFile | undefined): string | undefined {
  const pem = file?.bytes.toString('latin1') ?? '';
  return /-----BEGIN (RSA )?PRIVATE KEY-----/.test(pem) && !isEncryptedKey(pem) ? pem : undefined;
}

async function factsFor(host: Host, service: Service, file: HostFile | undefined, answers: Answers) {
  const key = answersKey(service) ?? 'webUi';
  const repository = service.id === 'ecconfigd' ? await readRepository(host) : undefined;
  const { facts } = await wantedFacts(host, answers, key, repository === undefined ? [] : [repository.host]);
  const reading = file === undefined ? undefined : readCertificate(file.bytes.toString('latin1'));
  if (reading?.ok !== true) return facts;
  const present = presentFacts(reading.certificate);
  const asked = { ...answers.certificates, ...ownAnswers(answers, service) };
  return {
    hostname: asked.hostname ?? repository?.host ?? present.hostname ?? facts.hostname,
    altNames: asked.altNames ?? present.altNames,
    keyBits: asked.keyBits ?? present.keyBits,
  };
}
