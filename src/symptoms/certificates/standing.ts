import type { Host, HostFile } from '../../host/host.ts';
import type { CertificatePlace } from '../../services/service.ts';
import { type Certificate, readCertificate } from '../../tls/certificate/read.ts';
import type { PairOwner } from './owners.ts';

/** The pair that a service starts with, as it lies on the disk. */
export interface StandingPair {
  readonly place: CertificatePlace;
  readonly key: HostFile | undefined;
  readonly file: HostFile | undefined;
  /** Undefined where there is none, or what is there is none. */
  readonly certificate: Certificate | undefined;
}

/** Undefined where the service speaks no TLS: what lies about then harms nobody. */
export async function standingPair(host: Host, { service }: PairOwner): Promise<StandingPair | undefined> {
  const [place, { tls }] = await Promise.all([service.certificate(host), service.endpoints(host)]);
  if (place === undefined) return undefined;
  const [key, file] = await Promise.all([host.read(place.key), host.read(place.certificate)]);
  // Who speaks nothing but TLS is to do so once it has half a pair.
  const inUse = tls.length > 0 || (service.choice === undefined && (key ?? file) !== undefined);
  if (!inUse) return undefined;
  const reading = readCertificate(file?.bytes.toString('latin1') ?? '');
  return { place, key, file, certificate: reading.ok ? reading.certificate : undefined };
}

/** `2026-11-21` */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
