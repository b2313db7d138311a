import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import { canonicalName } from '../../tls/certificate/names.ts';
import { type Certificate, daysLeft, readCertificate } from '../../tls/certificate/read.ts';
import { readPinned } from './pinned.ts';
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
  return [
    ...dates(host, certificate),
    ...(repository === undefined ? [] : names(certificate, repository)),
    ...(await pins(host, certificate)),
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

/** Whether svn accepts the name is a matter of the alternative names where there are any, else of the CN. */
function names(certificate: Certificate, { host, url, from }: Repository): readonly Finding[] {
  const valid = certificate.altNames.length > 0 ? certificate.altNames : [certificate.subject.toLowerCase()];
  const covered = valid.includes(canonicalName(host)) || certificate.subject.toLowerCase() === host.toLowerCase();
  if (covered) return [];
  const what = `The certificate of ecconfigd is for ${valid.join(', ')}, but nodes fetch from ${host}: they are refused ("issued for a different hostname")`;
  const steps = ['momentum-secure renew --force ecconfigd, which makes it for the name in the URL'];
  return [{ id: 'ecconfigd-name', status: 'fail', what, evidence: [`${from}: ${url}`, CERTIFICATE], remedy: { steps } }];
}

/** Trust in one certificate alone is trust in no other. */
async function pins(host: Host, certificate: Certificate): Promise<readonly Finding[]> {
  const other = (await readPinned(host)).filter(({ fingerprint256 }) => fingerprint256 !== certificate.fingerprint256);
  return other.map(({ file, server }) => ({
    id: 'ecconfigd-pinned',
    status: 'warn',
    what: `svn of ecuser keeps another certificate of ${server} than the one that is there now`,
    evidence: [file],
    remedy: { steps: [`Remove ${file}, if updates of the configuration are refused`] },
  }));
}
