import type { Host } from '../host/host.ts';
import type { Certificate } from '../tls/certificate/read.ts';
import type { CbcAnswer, DheAnswer, FallbackAnswer, PoodleAnswer } from '../tls/probe/features.ts';
import { inTurn } from '../tls/probe/in-turn.ts';
import type { ProtocolOutcome } from '../tls/probe/observe.ts';
import { type Scan, scanEndpoint } from '../tls/probe/scan.ts';
import { type Protocol, protocols } from '../tls/protocol.ts';
import type { ConfiguredVersions, Endpoint, TlsListener } from './service.ts';

/** For a connection and for each answer. Mail servers may let a client wait for their greeting, on purpose. */
const TIMEOUT_MS = { none: 5000, postgres: 5000, smtp: 10_000 } as const;

/** One socket, all that it shows of its TLS, and what is configured for it. */
export interface VerifiedTarget extends Endpoint {
  /** `-` for an endpoint named by the operator. */
  readonly service: string;
  readonly protocols: Readonly<Record<Protocol, ProtocolOutcome>>;
  /** What was seen for each, as half a sentence. */
  readonly evidence: Readonly<Record<Protocol, string>>;
  readonly cbc: CbcAnswer;
  readonly dhe: DheAnswer;
  readonly fallbackScsv: FallbackAnswer;
  readonly poodle: PoodleAnswer;
  readonly certificate: Certificate | null;
  /** Whole days, negative once it has run out; null without a certificate. */
  readonly daysLeft: number | null;
  /** Null for an endpoint named by the operator, and where nothing is to be configured. */
  readonly configured: ConfiguredVersions | null;
}

/** A host is one look: a socket that two parts of the program ask about is asked once. */
const looks = new WeakMap<object, Map<string, Promise<Scan>>>();

/** So many sockets at a time; each of them gets three connections at most. */
const AT_ONCE = 16;

/** All listeners of a service at once; the answers in their order. */
export async function scanTargets(
  host: Pick<Host, 'connect' | 'now'>,
  service: string,
  listeners: readonly TlsListener[],
): Promise<readonly VerifiedTarget[]> {
  const targets = new Map<TlsListener, VerifiedTarget>();
  await inTurn(listeners, AT_ONCE, async (listener) => {
    targets.set(listener, await scanTarget(host, listener, service));
  });
  return listeners.flatMap((listener) => targets.get(listener) ?? []);
}

/** What one endpoint answers, with or without a Momentum behind it. Never rejects. */
export async function scanTarget(
  host: Pick<Host, 'connect' | 'now'>,
  { configured, ...endpoint }: TlsListener,
  service = '-',
): Promise<VerifiedTarget> {
  const { protocols: answers, cbc, dhe, fallbackScsv, poodle, certificate, daysLeft } = await scanOnce(host, endpoint);
  const each = <T>(of: (protocol: Protocol) => T) =>
    Object.fromEntries(protocols.map((protocol) => [protocol, of(protocol)])) as Record<Protocol, T>;
  return {
    service,
    ...endpoint,
    protocols: each((protocol) => answers[protocol].outcome),
    evidence: each((protocol) => answers[protocol].detail),
    cbc,
    dhe,
    fallbackScsv,
    poodle,
    certificate: certificate ?? null,
    daysLeft: daysLeft ?? null,
    configured: configured ?? null,
  };
}

function scanOnce(host: Pick<Host, 'connect' | 'now'>, endpoint: Endpoint): Promise<Scan> {
  const scans = looks.get(host) ?? new Map<string, Promise<Scan>>();
  looks.set(host, scans);
  const key = `${endpoint.starttls} ${endpoint.host} ${endpoint.port}`;
  const known = scans.get(key);
  if (known !== undefined) return known;
  const options = { timeoutMs: TIMEOUT_MS[endpoint.starttls], now: host.now() };
  const scan = scanEndpoint((to) => host.connect(to), endpoint, options);
  scans.set(key, scan);
  return scan;
}

/** The versions that it spoke when asked, oldest first. */
export function spoken({ protocols: answers }: Pick<VerifiedTarget, 'protocols'>): readonly Protocol[] {
  return protocols.filter((protocol) => answers[protocol] === 'accepted');
}
