import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import { canonicalName } from '../../tls/certificate/names.ts';
import { type Certificate, daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { type PinnedTrust, readPinned } from './pinned.ts';
import { type Repository, readRepository } from './repository.ts';

const CERTIFICATE = `${LAYOUT.ecconfigdSite}/server.crt` as HostPath;
const SOON_DAYS = 30;

/**
 * Nodes fetch with `--trust-server-cert`, which forgives an unknown issuer and nothing else: neither a
 * certificate that ran out nor one for another name. Then no configuration reaches them any more, silently.
 */
export async function ecconfigdGaps(host: Host): Promise<readonly Finding[]> {
  const text = await readText(host, CERTIFICATE);
  if (text === undefined) return [];
  const reading = readCertificate(text);
  const evidence = [CERTIFICATE];
  if (!reading.ok) return [{ id: 'ecconfigd-certificate', status: 'fail', what: `${CERTIFICATE}: ${reading.problem}`, evidence }];
  const { certificate } = reading;
  const repository = await readRepository(host);
  const pinned = await readPinned(host);
  return [
    ...dates(host, certificate),
    ...(repository === undefined ? [] : names(certificate, repository, pinned)),
    ...pins(certificate, pinned),
  ];
}

function dates(host: Host, { notAfter }: Certificate): readonly Finding[] {
  const days = daysLeft(notAfter, host.now());
  if (days >= SOON_DAYS) return [];
  const gone = notAfter < host.now();
  const date = notAfter.toISOString().slice(0, 10);
  const what = gone
    ? `The certificate of ecconfigd ran out on ${date}: no configuration reaches the nodes any more`
    : `The certificate of ecconfigd runs out in ${days} days: after that no configuration reaches the nodes`;
  const steps = ['momentum-secure renew ecconfigd'];
  return [{ id: 'ecconfigd-certificate', status: gone ? 'fail' : 'warn', what, evidence: [CERTIFICATE], remedy: { steps } }];
}

/** Whether svn takes the certificate for the name in the URL: older ones look at the CN, newer ones at the alternative names. */
export function isFor({ subject, altNames }: Certificate, { host }: Repository): boolean {
  return [subject.toLowerCase(), ...altNames].includes(canonicalName(host));
}

function names(certificate: Certificate, repository: Repository, pinned: readonly PinnedTrust[]): readonly Finding[] {
  if (isFor(certificate, repository)) return [];
  const { host, url, from } = repository;
  const valid = [...new Set([certificate.subject.toLowerCase(), ...certificate.altNames])];
  // Somebody answered svn that this very certificate is to be trusted, here at least.
  const status = pinned.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256) ? 'warn' : 'fail';
  const what = `The certificate of ecconfigd is for ${valid.join(', ')}, but nodes fetch from ${host}: they are refused ("issued for a different hostname")`;
  const steps = ['momentum-secure renew ecconfigd makes it for the name in the URL'];
  return [{ id: 'ecconfigd-name', status, what, evidence: [`${from}: ${url}`, CERTIFICATE], remedy: { steps } }];
}

/** Trust in one certificate alone is trust in no other. */
function pins(certificate: Certificate, pinned: readonly PinnedTrust[]): readonly Finding[] {
  const other = pinned.filter(({ fingerprint256 }) => fingerprint256 !== certificate.fingerprint256);
  return other.map(({ file, server }) => ({
    id: 'ecconfigd-pinned',
    status: 'warn',
    what: `svn of ecuser keeps another certificate of ${server} than the one that is there now`,
    evidence: [file],
    remedy: { steps: [`Remove ${file}, if updates of the configuration are refused`] },
  }));
}
