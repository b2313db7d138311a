import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import type { Finding } from '../model/finding.ts';
import { services } from '../services/index.ts';
import { judgeScan, judgeVersions, placeOf, whyNothing } from '../services/judge-target.ts';
import { scanTarget, scanTargets, spoken, type VerifiedTarget } from '../services/scan-endpoint.ts';
import type { Endpoint, Service } from '../services/service.ts';
import { mailServerPolicy } from './mail-server-policy.ts';
import { orFinding, requireMomentum, unfinishedRun } from './survey.ts';
import { type Unobserved, unobserved } from './unobserved.ts';

export interface Verification {
  readonly ok: boolean;
  readonly targets: readonly VerifiedTarget[];
  /** What is configured and cannot be seen from here. */
  readonly unobserved: readonly Unobserved[];
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
    const findings: Finding[] = [...unfinished, { id: 'not-asked', status: 'warn', what, evidence: [] }];
    return { ok: isOk(findings), targets: [], unobserved: [], findings };
  }
  const [proofs, own, scanned, policy] = await Promise.all([
    Promise.all(choices.map((choice) => orFinding(choice.id, choice.verify(host), (finding) => [finding]))),
    Promise.all(services.map((service) => orFinding(service.id, service.verify?.(host) ?? nothing(), (finding) => [finding]))),
    Promise.all(services.map((service) => orFinding(service.id, targetsOf(host, service), () => []))),
    mailServerPolicy(host, true),
  ]);
  const targets = scanned.flat();
  const seen = targets.flatMap((target) => [...judgeVersions(target), ...judgeScan(target, host.now())]);
  const findings = once([...unfinished, ...proofs.flat(), ...own.flat(), ...policy.findings, ...seen]);
  return { ok: isOk(findings), targets, unobserved: unobserved(policy), findings };
}

async function nothing(): Promise<readonly Finding[]> {
  return [];
}

/** A choice may have said of a socket what is said of all of them. */
function once(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.id} ${finding.what}`, finding])).values()];
}

async function targetsOf(host: Host, service: Service): Promise<readonly VerifiedTarget[]> {
  const listeners = (await service.tlsListeners?.(host)) ?? (await service.endpoints(host)).tls;
  if (listeners.length === 0 || (await service.running(host)).state !== 'running') return [];
  return scanTargets(host, service.id, listeners);
}

/** The same for one endpoint, with or without a Momentum behind it. */
export async function verifyNamedEndpoint(host: Host, endpoint: Endpoint): Promise<Verification> {
  const target = await scanTarget(host, endpoint);
  const findings = [judge(target), ...judgeScan(target, host.now())];
  return { ok: isOk(findings), targets: [target], unobserved: [], findings };
}

/** Whoever names an endpoint wants to know that it speaks TLS: one that does not is a fail, one that cannot be seen is not. */
function judge(target: VerifiedTarget): Finding {
  const id = 'endpoint';
  const at = placeOf(target);
  const accepted = spoken(target);
  if (accepted.length > 0) return { id, status: 'pass', what: `${at} speaks ${accepted.join(', ')}`, evidence: [] };
  const answers = Object.entries(target.protocols);
  const evidence = answers.map(([protocol, answer]) => `${protocol}: ${answer}`);
  if (answers.every(([, answer]) => answer === 'refused' || answer === 'not-tls'))
    return { id, status: 'fail', what: `${at} does not speak TLS: ${whyNothing(target)}`, evidence };
  return { id, status: 'warn', what: `Whether ${at} speaks TLS could not be told: ${whyNothing(target)}`, evidence };
}

function isOk(findings: readonly Finding[]): boolean {
  return !findings.some((finding) => finding.status === 'fail');
}

/** What is worse than before: fails whose id and place did not fail then. Faults that were there are not ours. */
export function newFaults(before: readonly Finding[], after: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.filter((finding) => finding.status === 'fail').map((finding) => `${finding.id} ${finding.what}`));
  return after.filter((finding) => finding.status === 'fail' && !known.has(`${finding.id} ${finding.what}`));
}
