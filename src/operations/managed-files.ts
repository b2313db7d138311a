import { type Receipt, readHistory } from '../apply/history.ts';
import type { Next, Step } from '../apply/journal.ts';
import { choices } from '../choices/index.ts';
import { sha256 } from '../host/facts.ts';
import type { Host } from '../host/host.ts';
import { isRecord } from '../host/layout.ts';
import { readOriginals } from '../host/originals.ts';
import type { HostPath } from '../model/paths.ts';
import { newSideOf } from '../plan/undiff.ts';

/** A file that a choice has in use, as it was left by the last run that touched it. */
export interface ManagedFile {
  readonly path: HostPath;
  readonly choices: readonly string[];
  /** sha256 of what was left there; null: nothing. */
  readonly hash: string | null;
  /** Undefined where the entry is not kept any more. */
  readonly attributes: Pick<Next, 'owner' | 'group' | 'mode'> | undefined;
  /** Number and time of that run; undefined where the entry is not kept any more. */
  readonly entry: Pick<Receipt, 'id' | 'at'> | undefined;
  /** One half of a key and a certificate: its lines tell nobody anything, and are not shown. */
  readonly secret: boolean;
  /** Momentum's own tools write it, whenever an operator uses them: another content is no drift. */
  readonly data: boolean;
}

/** Every file that a choice of ours has in use; what was turned off or rolled back is the operator's own again. */
export async function managedFiles(host: Host): Promise<readonly ManagedFile[]> {
  const used = new Map<HostPath, { choices: string[]; hash: string | null }>();
  for (const { id } of choices) {
    // A record of ours goes with the files it speaks of, and no apply counts it among them.
    for (const { path, written } of (await readOriginals(host, id)).filter((original) => !isRecord(original.path)))
      used.set(path, { choices: [...(used.get(path)?.choices ?? []), id], hash: written });
  }
  // Who may not read the originals may not read the history either.
  if (used.size === 0) return [];
  const history = await readHistory(host);
  return [...used].map(([path, { choices: by, hash }]) => {
    const last = lastStep(history, path);
    const after = last?.step.after ?? undefined;
    return {
      path,
      choices: by,
      hash: last === undefined ? hash : leftBy(last.step),
      attributes: after,
      entry: last?.entry,
      data: last?.entry.preview.find((shown) => shown.path === path)?.kind === 'tool',
      secret: last?.step.pairWith !== undefined || path.endsWith('.key'),
    };
  });
}

interface Touched {
  readonly entry: Receipt;
  readonly step: Step;
}

function lastStep(history: readonly Receipt[], path: HostPath): Touched | undefined {
  for (const entry of [...history].reverse()) {
    const step = entry.steps.find((candidate) => candidate.path === path);
    if (step !== undefined) return { entry, step };
  }
  return undefined;
}

function leftBy({ before, after }: Step): string | null {
  return after === null ? null : (after.hash ?? before?.hash ?? null);
}

/**
 * The bytes with that hash, from what the history keeps: a copy that a later run made, or the copy from
 * before with that run's diff over it. Undefined where neither gives them.
 */
export async function keptContent(host: Host, path: HostPath, hash: string): Promise<string | undefined> {
  for (const entry of await readHistory(host)) {
    const step = entry.steps.find((candidate) => candidate.path === path);
    if (step === undefined) continue;
    const copied = step.before?.copy == null ? undefined : await host.read(step.before.copy);
    if (copied?.hash === hash) return copied.bytes.toString('utf8');
    if (step.after?.hash !== hash) continue;
    const shown = entry.preview.find((file) => file.path === path);
    const made = newSideOf(copied?.bytes.toString('utf8') ?? '', shown?.hunks ?? []);
    if (sha256(Buffer.from(made)) === hash) return made;
  }
  return undefined;
}
