import { type Certificate, daysLeft } from '../certificate/read.ts';
import type { Protocol } from '../protocol.ts';
import { type Asking, askCbc, askDhe, askFallback, askPoodle } from './ask-features.ts';
import type { Connect, Endpoint } from './endpoint.ts';
import type { CbcAnswer, DheAnswer, FallbackAnswer, PoodleAnswer } from './features.ts';
import type { Flight } from './flight.ts';
import type { ProtocolAnswer } from './observe.ts';
import { probeProtocols } from './probe-protocol.ts';
import { question } from './question.ts';
import { serverCertificate } from './server-certificate.ts';

export interface ScanOptions {
  /** Milliseconds for each connection and for each answer on it. */
  readonly timeoutMs: number;
  /** The day that a certificate's days are counted from. */
  readonly now: Date;
}

/** All that one port shows of its TLS. */
export interface Scan {
  readonly endpoint: Endpoint;
  readonly protocols: Readonly<Record<Protocol, ProtocolAnswer>>;
  readonly cbc: CbcAnswer;
  readonly dhe: DheAnswer;
  readonly fallbackScsv: FallbackAnswer;
  readonly poodle: PoodleAnswer;
  /** Undefined where it showed none. */
  readonly certificate?: Certificate;
  /** Whole days, negative once it has run out. */
  readonly daysLeft?: number;
}

/**
 * Asks one port for every version, then for what matters of those it speaks, at most three connections at
 * a time. Several endpoints are scanned at once by calling it for each. Never rejects: what cannot be
 * found out says so, and is neither a yes nor a no.
 */
export async function scanEndpoint(connect: Connect, endpoint: Endpoint, { timeoutMs, now }: ScanOptions): Promise<Scan> {
  const answers = await probeProtocols(connect, endpoint, { timeoutMs });
  let flight: Flight | undefined;
  const asking: Asking = {
    answers,
    ask: async (protocol, offer) => {
      const response = await question(connect, endpoint, protocol, offer, timeoutMs);
      if (response.outcome === 'accepted') flight ??= response.flight;
      return response;
    },
  };
  // Three lines of questions, one question at a time each.
  const [cbc, dhe, fallbackScsv] = await Promise.all([askCbc(asking), askDhe(asking), askFallback(asking)]);
  const poodle = await askPoodle(asking);
  const certificate = await serverCertificate(connect, endpoint, asking, flight, timeoutMs);
  return {
    endpoint,
    protocols: answers,
    cbc,
    dhe,
    fallbackScsv,
    poodle,
    ...(certificate === undefined ? {} : { certificate, daysLeft: daysLeft(certificate.notAfter, now) }),
  };
}
