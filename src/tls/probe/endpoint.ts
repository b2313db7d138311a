import { isIP, type Socket } from 'node:net';

/** Opens a TCP connection, or rejects with the system's error. Injected: tls/ knows no host. */
export type Connect = (address: { readonly host: string; readonly port: number; readonly timeoutMs: number }) => Promise<Socket>;

/** What has to be said in plain text before TLS begins. */
export type StartTls = 'none' | 'postgres' | 'smtp';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly starttls: StartTls;
  /** The name asked for by SNI; by default `host` where that is a name. */
  readonly servername?: string;
}

/**
 * Why there is no TLS to talk about. `unreachable`: no connection; `not-tls`: something else answers,
 * or the server says it has no TLS; `timeout`: connected, and no answer in time; `unknown`: what was
 * seen proves nothing.
 */
export interface Failure {
  readonly outcome: 'unreachable' | 'not-tls' | 'timeout' | 'unknown';
  /** What was seen, as half a sentence. */
  readonly detail: string;
}

/** The name for SNI; undefined for addresses, which RFC 6066 section 3 keeps out of it. */
export function serverNameOf(endpoint: Pick<Endpoint, 'host' | 'servername'>): string | undefined {
  const name = endpoint.servername ?? endpoint.host;
  return name === '' || isIP(name) !== 0 ? undefined : name;
}

/** Bytes for a sentence: the first few, what does not print as a dot. */
export function excerpt(bytes: Buffer): string {
  const text = bytes.subarray(0, 60).toString('latin1').split(/\r?\n/)[0] ?? '';
  return `"${text.replace(/[^\x20-\x7e]/g, '.')}"`;
}
