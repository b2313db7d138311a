import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { type Certificate, describeCertificate } from '../certificate/read.ts';
import { Conversation } from './conversation.ts';
import type { Connect, Endpoint, Failure } from './endpoint.ts';
import { reach } from './reach.ts';
import { type SecureFailure, secure } from './secure.ts';

export interface Handshake {
  readonly kind: 'done';
  /** As node:tls says it: `TLSv1`, `TLSv1.1`, `TLSv1.2`, `TLSv1.3`. */
  readonly protocol: string;
  /** The standard's name of the cipher: `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  /** Undefined where the server uses an anonymous cipher. */
  readonly certificate?: Certificate;
  /** SHA-256 of the certificate, colon-separated upper-case hex. */
  readonly fingerprint256?: string;
  /**
   * Whether the `ca` that was given vouches for the certificate, its dates and the name asked for;
   * undefined without a `ca`.
   */
  readonly authorized?: boolean;
  /** Why not, as a code: OpenSSL's (`CERT_HAS_EXPIRED`) or Node's (`ERR_TLS_CERT_ALTNAME_INVALID`). */
  readonly authorizationError?: string;
}

export interface FailedHandshake {
  readonly kind: 'failed';
  readonly outcome: Failure['outcome'] | 'refused';
  readonly detail: string;
}

export interface HandshakeOptions {
  /** Milliseconds for the connection, for each answer in plain text, and for the handshake. */
  readonly timeoutMs: number;
  /** PEM of what has to vouch for the server, its own certificate if it is self-signed. */
  readonly ca?: string;
}

/** One whole handshake, with whatever the server offers best, and what it showed. Never rejects. */
export async function handshake(
  connect: Connect,
  endpoint: Endpoint,
  { timeoutMs, ca }: HandshakeOptions,
): Promise<Handshake | FailedHandshake> {
  const reached = await reach(connect, endpoint, timeoutMs);
  if (!(reached instanceof Conversation)) return { kind: 'failed', ...reached };
  const secured = await secure(reached.detach(), { endpoint, strict: false, timeoutMs, ...(ca === undefined ? {} : { ca }) });
  if ('outcome' in secured) return failed(secured);
  try {
    return describe(secured, ca !== undefined);
  } finally {
    secured.destroy();
  }
}

/** Nothing is refused on our side here, so `untrusted` cannot come; it would be a thing we do not know. */
function failed({ outcome, detail }: SecureFailure): FailedHandshake {
  return { kind: 'failed', outcome: outcome === 'untrusted' ? 'unknown' : outcome, detail };
}

function describe(tls: TLSSocket, verdict: boolean): Handshake {
  const x509 = tls.getPeerX509Certificate();
  return {
    kind: 'done',
    protocol: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher().standardName,
    ...(x509 === undefined
      ? {}
      : { certificate: describeCertificate(x509, chainLength(x509)), fingerprint256: x509.fingerprint256 }),
    ...(verdict ? { authorized: tls.authorized } : {}),
    ...(verdict && !tls.authorized ? { authorizationError: String(tls.authorizationError) } : {}),
  };
}

/** Certificates from the leaf upwards; a root is its own issuer. */
function chainLength(leaf: X509Certificate): number {
  const seen = new Set<string>();
  for (let at: X509Certificate | undefined = leaf; at !== undefined && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
  }
  return seen.size;
}
