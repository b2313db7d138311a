import type { Host } from '../host/host.ts';
import type { Certificate } from '../tls/certificate/read.ts';
import { handshake } from '../tls/probe/handshake.ts';
import { probeProtocols } from '../tls/probe/probe-protocol.ts';
import type { Protocol } from '../tls/protocol.ts';
import type { Endpoint } from './service.ts';

const TIMEOUT_MS = 5000;

/** One socket, asked for every protocol version. */
export interface VerifiedTarget extends Endpoint {
  /** `-` for an endpoint named by the operator. */
  readonly service: string;
  readonly protocols: Readonly<Record<Protocol, string>>;
  readonly certificate: Certificate | null;
}

/** What one endpoint answers, with or without a Momentum behind it. */
export async function verifyEndpoint(host: Pick<Host, 'connect'>, endpoint: Endpoint, service = '-'): Promise<VerifiedTarget> {
  const connect: Host['connect'] = (to) => host.connect(to);
  const [answers, shaken] = await Promise.all([
    probeProtocols(connect, endpoint, { timeoutMs: TIMEOUT_MS }),
    handshake(connect, endpoint, { timeoutMs: TIMEOUT_MS }),
  ]);
  const protocols = Object.fromEntries(Object.entries(answers).map(([protocol, { outcome }]) => [protocol, outcome])) as Record<
    Protocol,
    string
  >;
  return { service, ...endpoint, protocols, certificate: shaken.kind === 'done' ? (shaken.certificate ?? null) : null };
}
