import type { HostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';

/**
 * Searches for a group of so many bits. `tell` hears what the chance was that it had ended by now, 0 to 1.
 * Rejects with what went wrong, also where it was interrupted.
 */
export type MakeDhParameters = (bits: number, tell: (share: number) => void, signal: AbortSignal) => Promise<string>;

/** Makes what the plan only described, in memory: it takes seconds to many minutes, and nothing is touched until it is done. */
export async function makeAllParameters(
  changes: readonly Change[],
  make: MakeDhParameters,
  tell: (what: string, share?: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<HostPath, Buffer>> {
  const made = new Map<HostPath, Buffer>();
  for (const change of changes) {
    if (change.kind !== 'dh-parameters' || !('generate' in change.source)) continue;
    const { generate } = change.source;
    const what = `Generating Diffie-Hellman parameters of ${generate} bits`;
    tell(`${what}: seconds to minutes`);
    const pem = await make(generate, (share) => tell(what, share), signal);
    made.set(change.path, Buffer.from(pem, 'latin1'));
  }
  return made;
}
