import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { services } from '../services/index.ts';
import type { Endpoint } from '../services/service.ts';
import type { Certificate } from '../tls/certificate/read.ts';
import { handshake } from '../tls/probe/handshake.ts';
import { probeProtocols } from '../tls/probe/probe-protocol.ts';
import type { Protocol } from '../tls/protocol.ts';
import { requireMomentum } from './survey.ts';

const TIMEOUT_MS = 5000;

/** One socket, asked for every protocol version. */
export interface VerifiedTarget extends Endpoint {
  /** `-` for an endpoint named by the operator. */
  readonly service: string;
  readonly protocols: Readonly<Record<Protocol, string>>;
  readonly certificate: Certificate | null;
}

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

/** The same for one endpoint, with or without a Momentum behind it. */
export async function verifyEndpoint(host: Pick<Host, 'connect'>, endpoint: Endpoint, service = '-'): Promise<VerifiedTarget> {
  const connect: Host['connect'] = (to) => host.connect(to);
  const [answers, shaken] = await Promise.all([
    probeProtocols(connect, endpoint, { timeoutMs: TIMEOUT_MS }),
    handshake(connect, endpoint, { timeoutMs: TIMEOUT_MS }),
  ]);
  const protocols = Object.fromEntries(Object.entries(answers).map(([protocol, { outcome }]) => [protocol, outcome])) as Record<Protocol, string>;
  return { service, ...endpoint, protocols, certificate: shaken.kind === 'done' ? (shaken.certificate ?? null) : null };
}

/** What is worse than before: fails whose id and place did not fail then. Faults that were there are not ours. */
export function newFaults(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.filter((finding) => finding.status === 'fail').map((finding) => `${finding.id} ${finding.what}`));
  return after.filter((finding) => finding.status === 'fail' && !known.has(`${finding.id} ${finding.what}`));
}
