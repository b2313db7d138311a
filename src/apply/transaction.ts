import { createHash } from 'node:crypto';
import type { Host } from '../host/host.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Kept, Next, Step } from './journal.ts';
import type { Machine } from './machine.ts';
import { type Pair, sweepPair, switchPair } from './pair.ts';

/** A step with the bytes that go with it (undefined: a directory, a removal, or attributes alone). */
export interface LoadedStep extends Step {
  readonly bytes: Buffer | undefined;
}

/** Where an undo stopped: somebody changed the file after us, and both versions are worth keeping. */
export interface Conflict {
  readonly path: HostPath;
  readonly original: HostPath | null;
  readonly reason: string;
}

/** Does the step replace a whole pair, both halves of which stand there now? */
export function isPairSwitch(step: Step, steps: readonly Step[]): boolean {
  const other = steps.find((candidate) => candidate.path === step.pairWith);
  const both = (half: Step | undefined) => half?.before != null && half.after !== null && half.before.hash !== half.after.hash;
  return both(step) && both(other);
}

/** Writes every new file beside its destination. After it only renames are left, which need no space. */
export async function stageAll(machine: Machine, steps: readonly LoadedStep[]): Promise<void> {
  for (const step of steps) {
    if (step.bytes === undefined || step.after === null || isPairSwitch(step, steps)) continue;
    await machine.stage(step.path, step.temporary, step.bytes, step.after, step.before === null ? undefined : step.path);
  }
}

/** Puts one step in place. `freshHost` looks again: what a pair switch starts from is what stands there now. */
export async function commitStep(
  machine: Machine,
  freshHost: () => Host,
  step: LoadedStep,
  steps: readonly LoadedStep[],
): Promise<void> {
  if (step.after === null) {
    if (step.before?.kind === 'directory') return machine.removeDirectory(step.path);
    return machine.remove(parentOf(step.path), step.path.slice(step.path.lastIndexOf('/') + 1));
  }
  if (step.after.kind === 'directory' && step.before === null) return machine.makeDirectory(step.path, step.after);
  if (step.bytes === undefined) return machine.setAttributes(step.path, step.after);
  if (!isPairSwitch(step, steps)) return machine.commit({ path: step.path, temporary: step.temporary });
  const other = steps.find((candidate) => candidate.path === step.pairWith) as LoadedStep;
  // The pair goes as a whole with its first half; the second finds it done.
  if (steps.indexOf(other) < steps.indexOf(step)) return;
  const next: Pair = [half(step.path, step.bytes, step.after), half(other.path, other.bytes as Buffer, other.after as Next)];
  await replacePair(machine, freshHost, next);
}

/**
 * Puts back what stood before, last step first. What is neither as it was nor as we left it was
 * changed by somebody else: it is left alone and returned as a conflict.
 */
export async function undo(machine: Machine, freshHost: () => Host, steps: readonly Step[]): Promise<readonly Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const step of [...steps].reverse()) {
    await machine.discard({ path: step.path, temporary: step.temporary }).catch(() => undefined);
    try {
      const reason = await undoStep(machine, freshHost, step, steps);
      if (reason !== undefined) conflicts.push({ path: step.path, original: step.before?.copy ?? null, reason });
    } catch (error) {
      conflicts.push({
        path: step.path,
        original: step.before?.copy ?? null,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return conflicts;
}

async function undoStep(
  machine: Machine,
  freshHost: () => Host,
  step: Step,
  steps: readonly Step[],
): Promise<string | undefined> {
  const host = freshHost();
  if (isPairSwitch(step, steps)) return undoPair(machine, freshHost, step, steps);
  const now = await host.lstat(step.path);
  if (step.before === null) {
    if (now === undefined) return undefined;
    if (step.after?.kind === 'directory') {
      await machine.removeDirectory(step.path);
      return undefined;
    }
    if ((await contentHash(host, step.path)) !== step.after?.hash) return 'it was changed since';
    await machine.remove(parentOf(step.path), step.path.slice(step.path.lastIndexOf('/') + 1));
    return undefined;
  }
  if (step.before.kind === 'directory') {
    if (now === undefined) await machine.makeDirectory(step.path, step.before);
    else await machine.setAttributes(step.path, step.before);
    return undefined;
  }
  const hash = now === undefined ? null : await contentHash(host, step.path);
  if (hash === step.before.hash) {
    if (now !== undefined && !sameAttributes(now, step.before)) await machine.setAttributes(step.path, step.before);
    return undefined;
  }
  if (hash !== (step.after?.hash ?? null)) return 'it was changed since';
  const bytes = await keptBytes(host, step.before);
  await machine.commit(await machine.stage(step.path, step.temporary, bytes, step.before, step.before.copy ?? undefined));
  return undefined;
}

async function undoPair(
  machine: Machine,
  freshHost: () => Host,
  step: Step,
  steps: readonly Step[],
): Promise<string | undefined> {
  const other = steps.find((candidate) => candidate.path === step.pairWith) as Step;
  const host = freshHost();
  const hashes = await Promise.all([step, other].map((one) => contentHash(host, one.path)));
  const plain = (await Promise.all([step, other].map((one) => host.lstat(one.path)))).every((facts) => facts?.kind === 'file');
  const matches = (pick: (one: Step) => string | null | undefined) =>
    [step, other].every((one, index) => hashes[index] === pick(one));
  const atOld = matches((one) => one.before?.hash);
  if (!atOld && !matches((one) => one.after?.hash)) return 'the pair was changed since';
  if (!(atOld && plain)) {
    const before = await Promise.all(
      [step, other].map(async (one) => half(one.path, await keptBytes(host, one.before as Kept), one.before as Kept)),
    );
    await replacePair(machine, freshHost, before as unknown as Pair);
  } else await sweepPair(machine, freshHost(), parentOf(step.path));
  return undefined;
}

async function replacePair(machine: Machine, freshHost: () => Host, next: Pair): Promise<void> {
  const host = freshHost();
  const now = await Promise.all(
    next.map(async ({ path }) => {
      const file = await host.read(path);
      if (file === undefined) throw new Error(`${path} is gone`);
      return half(path, file.bytes, file);
    }),
  );
  await switchPair(
    machine,
    now as unknown as Pair,
    next,
    createHash('sha256').update(`${process.hrtime.bigint()}`).digest('hex').slice(0, 12),
  );
  await sweepPair(machine, freshHost(), parentOf(next[0].path));
}

function half(path: HostPath, bytes: Buffer, { owner, group, mode }: Attributes) {
  return { path, bytes, attributes: { owner, group, mode } };
}

function sameAttributes(one: Attributes, other: Attributes): boolean {
  return one.owner === other.owner && one.group === other.group && one.mode === other.mode;
}

async function contentHash(host: Host, path: HostPath): Promise<string | null> {
  return (await host.read(path))?.hash ?? null;
}

async function keptBytes(host: Host, kept: Kept): Promise<Buffer> {
  const file = kept.copy === null ? undefined : await host.read(kept.copy);
  if (file === undefined || file.hash !== kept.hash) throw new Error(`the kept original ${kept.copy} is missing or damaged`);
  return file.bytes;
}
