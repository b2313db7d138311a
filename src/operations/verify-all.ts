import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { services } from '../services/index.ts';
import type { Endpoint } from '../services/service.ts';
import { type VerifiedTarget, verifyEndpoint } from '../services/verify-endpoint.ts';
import { requireMomentum } from './survey.ts';

export interface Verification {
  readonly ok: boolean;
  readonly targets: readonly VerifiedTarget[];
  readonly findings: readonly Finding[];
}

/** Live proof of every choice, and what every TLS socket answers, compared with what is configured. */
export async function verifyAll(host: Host): Promise<Verification> {
  await requireMomentum(host);
  const findings = (await Promise.all(choices.map((choice) => choice.verify(host)))).flat();
  const targets: VerifiedTarget[] = [];
  for (const service of services) {
    const { tls } = await service.endpoints(host);
    if (tls.length > 0 && (await service.running(host)).state !== 'running') continue;
    for (const endpoint of tls) targets.push(await verifyEndpoint(host, endpoint, service.id));
  }
  return { ok: !findings.some((finding) => finding.status === 'fail'), targets, findings };
}

/** The same for one endpoint, with or without a Momentum behind it: ok where it speaks any TLS. */
export async function verifyNamedEndpoint(host: Host, endpoint: Endpoint): Promise<Verification> {
  const target = await verifyEndpoint(host, endpoint);
  const ok = Object.values(target.protocols).some((answer) => answer === 'accepted');
  return { ok, targets: [target], findings: [] };
}

/** What is worse than before: fails whose id and place did not fail then. Faults that were there are not ours. */
export function newFaults(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.filter((finding) => finding.status === 'fail').map((finding) => `${finding.id} ${finding.what}`));
  return after.filter((finding) => finding.status === 'fail' && !known.has(`${finding.id} ${finding.what}`));
}
