import type { Host } from '../host/host.ts';
import { readText } from '../host/text.ts';
import { daysLeft, readCertificate } from '../tls/certificate/read.ts';
import type { Service } from './service.ts';

/** One certificate of a service, as it lies on the disk. */
export interface CertificateStatus {
  readonly service: string;
  readonly path: string;
  readonly subject: string;
  readonly altNames: readonly string[];
  /** ISO 8601. */
  readonly notAfter: string;
  /** Whole days until notAfter; negative once it has expired. */
  readonly daysLeft: number;
}

/** Undefined where the service has none that can be read. */
export async function certificateStatus(host: Host, service: Service): Promise<CertificateStatus | undefined> {
  const place = await service.certificate(host);
  const text = place === undefined ? undefined : await readText(host, place.certificate).catch(() => undefined);
  const reading = text === undefined ? undefined : readCertificate(text);
  if (place === undefined || reading?.ok !== true) return undefined;
  const { subject, altNames, notAfter } = reading.certificate;
  return {
    service: service.id,
    path: place.certificate,
    subject,
    altNames,
    notAfter: notAfter.toISOString(),
    daysLeft: daysLeft(notAfter, host.now()),
  };
}
