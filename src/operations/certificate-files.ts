import type { Answers } from '../answers/answers.ts';
import { ensureStore } from '../apply/history.ts';
import { PRIVATE_FILE } from '../apply/journal.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { takeLock } from '../apply/lock.ts';
import { readAuthorities } from '../choices/certificates/authority.ts';
import { publicPart } from '../choices/certificates/public-part.ts';
import { type CertificateRequest, planRequest, REQUESTS } from '../choices/certificates/requests.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import { services } from '../services/index.ts';
import type { Service } from '../services/service.ts';
import { requireMomentum } from './survey.ts';

/** There is no certificate to give out, or none can be asked for. */
class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Certificates for clients: public, in PEM. */
export interface Exported {
  readonly pem: string;
  /** What there is to know about it, for people. */
  readonly said: readonly string[];
}

/** A service's certificate with its chain, never its key. Throws CertificateError. */
export async function exportCertificate(host: Host, id: Service['id']): Promise<Exported> {
  await requireMomentum(host);
  const service = serviceOf(id);
  const chain = await publicPart(host, service);
  if (chain === undefined) throw new CertificateError(`${service.title} has no certificate on this host`);
  return { pem: chain.pem, said: chain.local ? ['With the authority of this host that signed it'] : [] };
}

/** The host's own authorities that are good now, the next one among them. Throws CertificateError where there is none. */
export async function exportAuthorities(host: Host): Promise<Exported> {
  await requireMomentum(host);
  const good = (await readAuthorities(host)).filter(({ x509 }) => x509 !== undefined && new Date(x509.validTo) > host.now());
  if (good.length === 0)
    throw new CertificateError(
      'This host has no authority of its own: --set certificates.database.source=local-ca, or webUi for database, makes one',
    );
  const said = good.map(
    ({ x509 }) => `${x509?.subject.replace('CN=', '')}, until ${x509?.validTo}, SHA-256 ${x509?.fingerprint256}`,
  );
  return { pem: good.map(({ pem }) => pem).join(''), said };
}

/** A request for a service's certificate; a new key is kept, for root alone, until the certificate is imported. */
export async function requestCertificate(
  root: string,
  id: Service['id'],
  answers: Answers,
  newKey: boolean,
): Promise<CertificateRequest> {
  const freshHost = () => new LocalHost(root);
  await requireMomentum(freshHost());
  const machine = new LocalMachine(root);
  const request = await planRequest(freshHost(), serviceOf(id), answers, newKey);
  if ('problem' in request) throw new CertificateError(request.problem);
  if (request.newKey === undefined) return request;
  await ensureStore(machine, freshHost(), [LAYOUT.state]);
  const lock = await takeLock(root, `certificate request ${id}`, new Date());
  try {
    if ((await freshHost().stat(request.key)) !== undefined)
      throw new CertificateError(`${request.key} was made by another request meanwhile: nothing was changed`);
    await ensureStore(machine, freshHost(), [REQUESTS]);
    await machine.write(request.key, Buffer.from(request.newKey, 'latin1'), PRIVATE_FILE);
  } finally {
    await lock.release();
  }
  return request;
}

function serviceOf(id: Service['id']): Service {
  return services.find((service) => service.id === id) as Service;
}
