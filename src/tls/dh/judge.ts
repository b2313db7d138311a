/** Whether a group may be used: `weak` may, with a warning. */
export interface DhVerdict {
  readonly verdict: 'refused' | 'weak' | 'good';
  /** Empty for a good one. */
  readonly why: string;
}

/**
 * By the bits of the prime. 512 can be broken by anybody in minutes and 1024 is within reach of states, and
 * one computation opens every connection that shares the prime: Logjam (CVE-2015-4000; Adrian et al.,
 * "Imperfect Forward Secrecy", CCS 2015). RFC 9325 section 4.5 wants 2048 at least.
 */
export function judgeDh(bits: number): DhVerdict {
  if (bits <= 512) return { verdict: 'refused', why: `${bits} bits can be broken in minutes (Logjam, CVE-2015-4000)` };
  if (bits <= 1024) return { verdict: 'refused', why: `${bits} bits are within reach of a state (Logjam, CVE-2015-4000)` };
  if (bits < 2048) return { verdict: 'weak', why: `${bits} bits are fewer than the 2048 of RFC 9325` };
  return { verdict: 'good', why: '' };
}
