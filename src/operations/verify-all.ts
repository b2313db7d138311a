import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { services } from '../services/index.ts';
import type { Endpoint, Service } from '../services/service.ts';
import { type VerifiedTarget, verifyEndpoint } from '../services/verify-endpoint.ts';
import { orFinding, requireMomentum, unfinishedRun } from './survey.ts';

export interface Verification {
  readonly ok: boolean;
  readonly targets: readonly VerifiedTarget[];
  readonly findings: readonly Finding[];
}

/** An endpoint that the operator names. */
export type NamedEndpoint = Endpoint;

/**
 * Live proof of every choice, and what every TLS socket answers, compared with what is configured.
 * Without services nobody is asked, and nothing is proven.
 */
export async function verifyAll(host: Host, withServices = true): Promise<Verification> {
  await requireMomentum(host);
  const unfinished = await unfinishedRun(host);
  if (!withServices) {
    const what = 'No service was asked (--no-services): nothing is proven';
    return {
      ok: isOk(unfinished),
      targets: [],
      findings: [...unfinished, { id: 'not-asked', status: 'warn', what, evidence: [] }],
    };
  }
  const proofs = choices.map((choice) => orFinding(choice.id, choice.verify(host), (finding) => [finding]));
  const findings = [...unfinished, ...(await Promise.all(proofs)).flat()];
  const targets: VerifiedTarget[] = [];
  for (const service of services) targets.push(...(await orFinding(service.id, targetsOf(host, service), () => [])));
  findings.push(...targets.flatMap(oldProtocols));
  return { ok: isOk(findings), targets, findings };
}

/** Versions that nobody should speak any more (RFC 8996), and that no choice of ours leaves on. */
function oldProtocols({ service, host, port, protocols }: VerifiedTarget): readonly Finding[] {
  const spoken = OLD.filter((protocol) => protocols[protocol] === 'accepted');
  if (spoken.length === 0) return [];
  const what = `${service} still speaks ${spoken.join(', ')} on ${host} port ${port}`;
  return [{ id: 'old-protocol', status: 'warn', what, evidence: [] }];
}

const OLD = ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1'] as const;

async function targetsOf(host: Host, service: Service): Promise<readonly VerifiedTarget[]> {
  const { tls } = await service.endpoints(host);
  if (tls.length === 0 || (await service.running(host)).state !== 'running') return [];
  const targets: VerifiedTarget[] = [];
  for (const endpoint of tls) targets.push(await verifyEndpoint(host, endpoint, service.id));
  return targets;
}

/** The same for one endpoint, with or without a Momentum behind it. */
export async function verifyNamedEndpoint(host: Host, endpoint: Endpoint): Promise<Verification> {
  const target = await verifyEndpoint(host, endpoint);
  const findings = [judge(target)];
  return { ok: isOk(findings), targets: [target], findings };
}

/** Whoever names an endpoint wants to know that it speaks TLS: one that does not is a fail, one that cannot be seen is not. */
function judge({ host, port, protocols }: VerifiedTarget): Finding {
  const id = 'endpoint';
  const at = `${host} port ${port}`;
  const answers = Object.entries(protocols);
  const accepted = answers.filter(([, answer]) => answer === 'accepted').map(([protocol]) => protocol);
  if (accepted.length > 0) return { id, status: 'pass', what: `${at} speaks ${accepted.join(', ')}`, evidence: [] };
  const evidence = answers.map(([protocol, answer]) => `${protocol}: ${answer}`);
  if (answers.every(([, answer]) => answer === 'refused' || answer === 'not-tls'))
    return { id, status: 'fail', what: `${at} does not speak TLS`, evidence };
  return { id, status: 'warn', what: `Whether ${at} speaks TLS could not be told from here`, evidence };
}

function isOk(findings: readonly Finding[]): boolean {
  return !findings.some((finding) => finding.status === 'fail');
}

/** What is worse than before: fails whose id and place did not fail then. Faults that were there are not ours. */
export function newFaults(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.filter((finding) => finding.status === 'fail').map((finding) => `${finding.id} ${finding.what}`));
  return after.filter((finding) => finding.status === 'fail' && !known.has(`${finding.id} ${finding.what}`));
}
