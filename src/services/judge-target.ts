import type { Finding } from '../model/finding.ts';
import type { ProtocolOutcome } from '../tls/probe/observe.ts';
import { type Protocol, protocols } from '../tls/protocol.ts';
import { spoken, type VerifiedTarget } from './scan-endpoint.ts';

const OLD: readonly Protocol[] = ['SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1'];

/** Fewer days than these, and somebody should renew it. */
const SOON_DAYS = 30;

/** How an endpoint reads in a sentence. */
export function placeOf({ host, port }: Pick<VerifiedTarget, 'host' | 'port'>): string {
  return `${host} port ${port}`;
}

/** What is wrong with what a socket showed, whatever is configured: POODLE, old versions, a weak group, its certificate. */
export function judgeScan(target: VerifiedTarget, now: Date): readonly Finding[] {
  const { service, poodle, dhe } = target;
  const at = service === '-' ? placeOf(target) : `${service} on ${placeOf(target)}`;
  const findings: Finding[] = [];
  const warn = (id: string, what: string, evidence: readonly string[], step: string) =>
    findings.push({ id, status: 'warn', what, evidence, remedy: { steps: [step] } });
  if (poodle.verdict === 'vulnerable') {
    const step = 'Switch SSLv3 off there: --set tls.inbound=poodle-fix does it for a mail server of Momentum';
    warn('poodle', `${at} is open to POODLE (CVE-2014-3566)`, [poodle.detail], step);
  }
  const old = spoken(target).filter((protocol) => OLD.includes(protocol));
  if (old.length > 0) {
    const what = `${at} still speaks ${old.join(', ')}`;
    findings.push({ id: 'old-protocol', status: 'warn', what, evidence: ['RFC 8996, 7568 and 6176 retired them'] });
  }
  if (dhe.verdict !== undefined && dhe.verdict.verdict !== 'good')
    warn('weak-dhe', `${at} uses a weak Diffie-Hellman group`, [dhe.detail, dhe.verdict.why], 'Give it ffdhe2048 or larger');
  return [...findings, ...judgeCertificate(target, at, now)];
}

function judgeCertificate({ certificate, daysLeft }: VerifiedTarget, at: string, now: Date): readonly Finding[] {
  if (certificate === null || daysLeft === null) return [];
  const { subject, notAfter, notBefore } = certificate;
  const id = 'certificate-served';
  const evidence = [`${subject || 'no name'}, from ${day(notBefore)} to ${day(notAfter)}`];
  if (notAfter < now) {
    const what = `${at} serves a certificate that ran out on ${day(notAfter)}`;
    return [{ id, status: 'fail', what, evidence, remedy: { steps: ['Renew it, and restart the service'] } }];
  }
  if (notBefore > now) {
    const what = `${at} serves a certificate that is not valid before ${day(notBefore)}`;
    return [{ id, status: 'fail', what, evidence, remedy: { steps: ['Look at the clock of this host first'] } }];
  }
  if (daysLeft >= SOON_DAYS) return [];
  const what = `${at} serves a certificate that runs out on ${day(notAfter)}: ${daysLeft} days are left`;
  return [{ id, status: 'warn', what, evidence, remedy: { steps: ['Renew it before then'] } }];
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/**
 * Configured and observed side by side. Speaking what the configuration switches off is a `fail`: the running
 * server is not the one that the files describe. Speaking less is the library's or the system's doing, and no harm.
 */
export function judgeVersions(target: VerifiedTarget): readonly Finding[] {
  const { configured, service } = target;
  if (configured === null) return [];
  const id = FINDING_IDS[service] ?? 'protocols-observed';
  const observed = spoken(target);
  const where = `${configured.scope} (${placeOf(target)})`;
  const line = configured.file === null ? configured.option : `${configured.option} in ${configured.file}:${configured.line}`;
  const evidence = [
    `configured ${configured.protocols.join(' ') || 'nothing'} (${line})`,
    `observed ${observed.join(' ') || 'nothing'}`,
  ];
  if (observed.length === 0) return [{ id, status: 'warn', what: `${where}: ${whyNothing(target)}`, evidence }];
  const extra = observed.filter((protocol) => configured.off.includes(protocol));
  if (extra.length > 0) {
    const what = `${where} speaks ${extra.join(' and ')}, which is configured to be off`;
    if (configured.note !== '') return [{ id, status: 'warn', what, evidence: [...evidence, configured.note] }];
    const steps = ['Reload or restart it: what runs is not what the file says'];
    return [{ id, status: 'fail', what, evidence, remedy: { steps } }];
  }
  const dead = configured.value === null ? [] : configured.protocols.filter((each) => target.protocols[each] === 'refused');
  const less = dead.length === 0 ? '' : `; ${dead.join(' ')} is configured too, and refused`;
  return [{ id, status: 'pass', what: `${where} speaks ${observed.join(', ')}, as configured${less}`, evidence }];
}

const FINDING_IDS: Readonly<Record<string, string>> = {
  ecelerity: 'mail-server-protocols',
  msyspg: 'database-protocols',
  ecwebui: 'web-ui-protocols',
};

const WORDS: Readonly<Record<Exclude<ProtocolOutcome, 'accepted'>, string>> = {
  refused: 'every version was refused by the server',
  unreachable: 'not reachable from here',
  'not-tls': 'what answers is not TLS',
  timeout: 'no answer in time',
  unknown: 'what it answers proves nothing',
};

/** Why an endpoint was seen to speak no version at all. */
export function whyNothing(target: VerifiedTarget): string {
  const outcomes = [...new Set(protocols.map((protocol) => target.protocols[protocol]))].filter((one) => one !== 'accepted');
  const [first = 'unknown'] = outcomes;
  if (outcomes.length === 1 && first === 'refused') return WORDS.refused;
  if (outcomes.length === 1) return `${WORDS[first]} (${target.evidence['TLSv1.2']})`;
  return protocols.map((protocol) => `${protocol} ${target.protocols[protocol]}`).join(', ');
}
