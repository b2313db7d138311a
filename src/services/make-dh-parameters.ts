import { generateParameters, type StartOpenssl } from '../tls/dh/generate.ts';

/** A group of so many bits for a plan that only described it: the PEM file. Rejects with what went wrong, or where it was interrupted. */
export async function makeDhParameters(
  start: StartOpenssl,
  bits: number,
  tell: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const generated = await generateParameters(start, bits, { signal, onProgress: ({ likelihood }) => tell(likelihood) });
  if (generated.ok) return generated.pem;
  if (generated.cancelled) throw new Error('interrupted before the first write');
  throw new Error(`No Diffie-Hellman parameters were made: ${generated.problem}. The group ffdhe2048 needs no openssl`);
}
