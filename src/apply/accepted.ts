import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import { PRIVATE_FILE } from './journal.ts';
import type { Machine } from './machine.ts';

/** A managed file that is to stay as somebody made it: as it was then, over what one entry had left. */
export interface Accepted extends Attributes {
  readonly path: HostPath;
  /** What a later entry leaves is another matter; null where the entry is not kept any more. */
  readonly entry: string | null;
  readonly hash: string;
  /** ISO 8601. */
  readonly at: string;
}

const ACCEPTED = joinPath(LAYOUT.state, 'accepted.json');

/** [] also where it cannot be read: what nobody is known to have accepted is told. */
export async function readAccepted(host: Host): Promise<readonly Accepted[]> {
  try {
    const known: unknown = JSON.parse((await host.read(ACCEPTED))?.bytes.toString('utf8') ?? '[]');
    return Array.isArray(known) ? (known as Accepted[]) : [];
  } catch {
    return [];
  }
}

export async function writeAccepted(machine: Machine, accepted: readonly Accepted[]): Promise<void> {
  await machine.write(ACCEPTED, Buffer.from(`${JSON.stringify(accepted, null, 1)}\n`), PRIVATE_FILE);
}
