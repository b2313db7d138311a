import { decodeIntegers } from './der.ts';
import { bitsOf, knownGroup } from './known.ts';

/** What a file of DH parameters holds. */
export interface DhParameters {
  /** Bits of the prime. */
  readonly bits: number;
  /** Big-endian, no leading zero. */
  readonly prime: Buffer;
  readonly generator: Buffer;
  /** `ffdhe2048`, `modp14`, ...; undefined for a prime of its own. */
  readonly group?: string;
  /** `x9.42` is what OpenSSL before 1.0.2 does not read. */
  readonly form: 'pkcs3' | 'x9.42';
}

/** The parameters, or in words why there are none to be read. */
export type DhReading =
  | { readonly ok: true; readonly parameters: DhParameters }
  | { readonly ok: false; readonly problem: string };

const block = /-----BEGIN (X9\.42 )?DH PARAMETERS-----([A-Za-z0-9+/=\s]*)-----END (?:X9\.42 )?DH PARAMETERS-----/;

/** Reads the first DH parameters of a PEM file; what stands around them (certificates, text) is passed over. Never throws. */
export function readDhParameters(pem: string): DhReading {
  const [whole, x942, base64 = ''] = block.exec(pem) ?? [];
  if (whole === undefined) return { ok: false, problem: absence(pem) };
  const [prime, generator] = decodeIntegers(Buffer.from(base64, 'base64')) ?? [];
  if (prime === undefined || generator === undefined) return { ok: false, problem: 'its DH parameters cannot be decoded' };
  // The prime is odd and the generator more than 1, or it is no group at all.
  const sound = ((prime.at(-1) ?? 0) & 1) === 1 && bitsOf(generator) > 1;
  if (!sound) return { ok: false, problem: 'its numbers are no Diffie-Hellman group' };
  const group = knownGroup(prime);
  const form = x942 === undefined ? 'pkcs3' : 'x9.42';
  return { ok: true, parameters: { bits: bitsOf(prime), prime, generator, form, ...(group === undefined ? {} : { group }) } };
}

function absence(pem: string): string {
  if (pem.trim() === '') return 'the file is empty';
  if (/-----BEGIN (X9\.42 )?DH PARAMETERS-----/.test(pem))
    return 'its DH parameters are cut off: the END line is missing or damaged';
  if (pem.startsWith('\x30\x82') || pem.startsWith('\x30\x81')) return 'it is DER, and PEM is needed';
  return 'there are no DH parameters in it';
}
