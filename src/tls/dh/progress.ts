/** How far the search for a prime has come. */
export interface DhProgress {
  /** Candidates tested so far. */
  readonly candidates: number;
  /**
   * The chance that a search as long as this one has ended by now, 0 to 1. Every candidate is as likely as
   * the one before, so this is all that can be said: it always grows, and never promises an end.
   */
  readonly likelihood: number;
  readonly elapsedMs: number;
}

/** exp(2 × Euler's constant): Mertens' third theorem, for the two numbers that have to be prime at once. */
const mertensSquared = 3.1722;

/**
 * How many candidates `openssl dhparam` tests on average before (p - 1) / 2 and p are both prime. They have
 * no factor among the first so many primes; the largest of those, by the bits asked for, is what
 * calc_trial_divisions() in crypto/bn/bn_prime.c comes to. The density is the one conjectured for
 * Sophie Germain primes (Hardy and Littlewood).
 */
export function expectedCandidates(bits: number): number {
  const largestDivisor = bits <= 512 ? 311 : bits <= 1024 ? 719 : bits <= 2048 ? 2657 : bits <= 4096 ? 8161 : 17_863;
  return ((bits * Math.LN2) / Math.log(largestDivisor)) ** 2 / mertensSquared;
}

export function dhProgress(bits: number, candidates: number, elapsedMs: number): DhProgress {
  return { candidates, elapsedMs, likelihood: 1 - Math.exp(-candidates / expectedCandidates(bits)) };
}
