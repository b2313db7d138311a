import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { reasonOf } from './conversation.ts';
import { type Endpoint, serverNameOf } from './endpoint.ts';

export interface SecureOptions {
  readonly endpoint: Pick<Endpoint, 'host' | 'servername'>;
  /** PEM of what to trust instead of the system's authorities. */
  readonly ca?: string;
  /** Refuse a server that `ca` does not vouch for; otherwise the verdict is only noted. */
  readonly strict: boolean;
  readonly timeoutMs: number;
}

/** Why a handshake came to nothing. `refused`: the server sent an alert; `untrusted`: we did, over its certificate. */
export interface SecureFailure {
  readonly outcome: 'timeout' | 'not-tls' | 'refused' | 'untrusted' | 'unknown';
  readonly detail: string;
}

/**
 * TLS over a connected socket. It takes what it can get (TLS 1.0, weak ciphers and keys, servers
 * without RFC 5746): it is there to see what a server does, and nothing secret goes over it. On
 * failure the socket is destroyed.
 */
export async function secure(socket: Socket, options: SecureOptions): Promise<TLSSocket | SecureFailure> {
  const { endpoint, ca, strict, timeoutMs } = options;
  const servername = serverNameOf(endpoint);
  // Loaded here: 20 ms that only a probe should pay.
  const { connect } = await import('node:tls');
  return new Promise((resolve) => {
    const tls = connect({
      socket,
      // What the certificate has to be valid for; an address is no servername, but is checked all the same.
      host: endpoint.servername ?? endpoint.host,
      ...(servername === undefined ? {} : { servername }),
      ...(ca === undefined ? {} : { ca }),
      rejectUnauthorized: strict,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      minDHSize: 1,
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    });
    const timer = setTimeout(() => fail({ outcome: 'timeout', detail: `no handshake within ${timeoutMs} ms` }), timeoutMs);
    const fail = (failure: SecureFailure) => {
      clearTimeout(timer);
      tls.off('error', onError).on('error', () => {});
      tls.destroy();
      socket.destroy();
      resolve(failure);
    };
    const onError = (error: Error) => fail(classify(error));
    tls.on('error', onError);
    tls.once('secureConnect', () => {
      clearTimeout(timer);
      // Whoever takes over listens for itself; until then an error must not end the program.
      tls.off('error', onError).on('error', () => {});
      resolve(tls);
    });
  });
}

/** Node's code for an OpenSSL error is its reason in capitals: an alert from the other side has ALERT in it. */
function classify(error: Error): SecureFailure {
  const code = reasonOf(error);
  const detail = 'reason' in error && typeof error.reason === 'string' ? error.reason : error.message;
  if (code.startsWith('ERR_SSL_')) {
    if (code.includes('_ALERT_')) return { outcome: 'refused', detail };
    if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|HTTP_REQUEST/.test(code)) {
      return { outcome: 'not-tls', detail };
    }
    return { outcome: 'unknown', detail };
  }
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return { outcome: 'unknown', detail: 'it closed the connection during the handshake' };
  if (/CERT|ISSUER|SIGNATURE|VERIFY|CRL/.test(code)) return { outcome: 'untrusted', detail };
  return { outcome: 'unknown', detail };
}
