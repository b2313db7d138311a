import type { DhVerdict } from '../dh/judge.ts';
import type { Protocol } from '../protocol.ts';

/** Whether the server takes a cipher suite in CBC mode, asked with `protocol`. */
export interface CbcAnswer {
  readonly outcome: 'accepted' | 'refused' | 'unknown' | 'not-applicable';
  readonly detail: string;
  readonly protocol?: Protocol;
}

/** Whether the server takes a suite with ephemeral Diffie-Hellman in a finite field, and over which group. */
export interface DheAnswer {
  readonly outcome: 'accepted' | 'refused' | 'unknown' | 'not-applicable';
  readonly detail: string;
  readonly protocol?: Protocol;
  /** Bits of the prime, the name of a group that is known (`ffdhe2048`, `modp14`), and what is to be said of it. */
  readonly bits?: number;
  readonly group?: string;
  readonly verdict?: DhVerdict;
}

/**
 * Whether the server turns away a client that was made to fall back (RFC 7507). `not-needed`: it speaks one
 * version only, so there is nothing to fall back to.
 */
export interface FallbackAnswer {
  readonly outcome: 'supported' | 'ignored' | 'not-needed' | 'unknown';
  readonly detail: string;
}

/** CVE-2014-3566: SSLv3 with a CBC suite. */
export interface PoodleAnswer {
  readonly verdict: 'vulnerable' | 'not-vulnerable' | 'unknown';
  readonly detail: string;
}
