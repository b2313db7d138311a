import type { Answers, CertificateAnswers, ServiceCertificateAnswers } from '../../answers/answers.ts';
import type { Host } from '../../host/host.ts';
import { findMomentum } from '../../host/momentum.ts';
import { hostName } from '../../host/names.ts';
import type { CertificateFacts } from '../../plan/change.ts';
import type { Service } from '../../services/service.ts';

/** The key of a service under `certificates` in the answers. */
export type CertificateKey = 'database' | 'webUi';

/** A year, as Momentum's own installer and create_ssl_cert give. */
export const DEFAULT_DAYS = 365;

/** Every client on this machine reaches its services by one of these. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1'];

/**
 * What a new certificate of a service says: the operator's answers, else what follows from the host.
 * `asked` is true where an answer names anything that would reissue one of ours (days alone does not).
 */
export async function wantedFacts(
  host: Host,
  answers: Answers,
  key: CertificateKey,
  addressedAs: readonly string[],
): Promise<{ readonly facts: CertificateFacts; readonly asked: boolean }> {
  const own: CertificateAnswers = { ...answers.certificates, ...dropUndefined(answers.certificates?.[key]) };
  const proposed = await proposeNames(host, addressedAs);
  const hostname = own.hostname ?? proposed.hostname;
  const altNames = own.altNames ?? proposed.altNames.filter((name) => name !== hostname);
  const facts = { hostname, altNames, keyBits: own.keyBits ?? (await defaultKeyBits(host)), days: own.days ?? DEFAULT_DAYS };
  return { facts, asked: own.hostname !== undefined || own.altNames !== undefined || own.keyBits !== undefined };
}

/** The name others address the service by comes first; this host's own names and loopback beside it. */
export async function proposeNames(
  host: Host,
  addressedAs: readonly string[],
): Promise<{ hostname: string; altNames: readonly string[] }> {
  const own = await hostName(host);
  const remote = addressedAs.filter((name) => !LOOPBACK_NAMES.includes(name) && !name.startsWith('127.'));
  const hostname = remote[0] ?? own ?? 'localhost';
  const short = own?.split('.')[0];
  const others = [...remote, own, short, ...LOOPBACK_NAMES, ...addressedAs].filter(
    (name): name is string => name !== undefined && name !== '',
  );
  return { hostname, altNames: [...new Set(others)].filter((name) => name !== hostname) };
}

/** Momentum 3 brings an OpenSSL, and web consoles of its day browsers, for which 2048 bits are the safe size. */
async function defaultKeyBits(host: Host): Promise<2048 | 3072> {
  const { version } = await findMomentum(host);
  return version?.atLeast('4') === true ? 3072 : 2048;
}

function dropUndefined<T extends object>(value: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, entry]) => entry !== undefined)) as Partial<T>;
}

/** Where the answers speak of a service's certificate alone. */
export function answersKey({ id }: Pick<Service, 'id'>): CertificateKey | undefined {
  return id === 'msyspg' ? 'database' : id === 'ecwebui' ? 'webUi' : undefined;
}

/** What is answered for that service's certificate alone. */
export function ownAnswers({ certificates }: Answers, service: Pick<Service, 'id'>): ServiceCertificateAnswers {
  const key = answersKey(service);
  return (key && certificates?.[key]) ?? {};
}
