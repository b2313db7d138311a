import { X509Certificate } from 'node:crypto';
import { type Certificate, describeCertificate } from '../certificate/read.ts';
import { type Asking, newestWithSuites } from './ask-features.ts';
import type { Connect, Endpoint } from './endpoint.ts';
import type { Flight } from './flight.ts';
import { handshake } from './handshake.ts';

/**
 * The certificate that the server shows: from `flight` if there is one with it, else asked for. Up to
 * TLS 1.2 it comes in clear; only a server that speaks nothing but TLS 1.3 costs a whole handshake.
 * Undefined where there is none (anonymous, SSLv2 alone) or it cannot be decoded.
 */
export async function serverCertificate(
  connect: Connect,
  endpoint: Endpoint,
  asking: Asking,
  flight: Flight | undefined,
  timeoutMs: number,
): Promise<Certificate | undefined> {
  if (flight !== undefined && flight.certificates.length > 0) return certificateOf(flight);
  const protocol = newestWithSuites(asking);
  if (protocol !== undefined) {
    const response = await asking.ask(protocol, {});
    return response.outcome === 'accepted' ? certificateOf(response.flight) : undefined;
  }
  if (asking.answers['TLSv1.3'].outcome !== 'accepted') return undefined;
  const shaken = await handshake(connect, endpoint, { timeoutMs });
  return shaken.kind === 'done' ? shaken.certificate : undefined;
}

function certificateOf({ certificates }: Flight): Certificate | undefined {
  const [leaf] = certificates;
  if (leaf === undefined) return undefined;
  try {
    return describeCertificate(new X509Certificate(leaf), certificates.length);
  } catch {
    return undefined;
  }
}
