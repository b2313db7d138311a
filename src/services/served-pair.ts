import type { Host } from '../host/host.ts';
import { readText } from '../host/text.ts';
import type { Finding } from '../model/finding.ts';
import { readCertificate } from '../tls/certificate/read.ts';
import { handshake } from '../tls/probe/handshake.ts';
import type { Service } from './service.ts';

const TIMEOUT_MS = 5000;

/** Is what a running service serves the certificate on its disk? One finding an endpoint. */
export async function servedPair(host: Host, service: Service): Promise<readonly Finding[]> {
  const [place, { tls }] = await Promise.all([service.certificate(host), service.endpoints(host)]);
  const reading = place === undefined ? undefined : readCertificate((await readText(host, place.certificate)) ?? '');
  if (place === undefined || reading?.ok !== true) return [];
  const id = `${service.id}-certificate-served`;
  const findings: Finding[] = [];
  for (const endpoint of tls) {
    const at = `${endpoint.host} port ${endpoint.port}`;
    const result = await handshake((to) => host.connect(to), endpoint, { timeoutMs: TIMEOUT_MS });
    if (result.kind === 'failed') {
      const what = `What ${service.title} serves on ${at} could not be told: ${result.detail}`;
      findings.push({ id, status: 'warn', what, evidence: [result.outcome] });
      continue;
    }
    const [served, onDisk] = [result.fingerprint256, reading.certificate.fingerprint256];
    const evidence = served === onDisk ? [`SHA-256 ${served}`] : [`served ${served}`, `on disk ${onDisk}`];
    findings.push(
      served === onDisk
        ? { id, status: 'pass', what: `${service.title} serves the certificate in ${place.certificate} on ${at}`, evidence }
        : {
            id,
            status: 'fail',
            what: `${service.title} serves another certificate on ${at} than the one in ${place.certificate}`,
            evidence,
          },
    );
  }
  return findings;
}
