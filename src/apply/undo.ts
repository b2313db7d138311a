import type { Host } from '../host/host.ts';
import { type HostPath, joinPath, parentOf } from '../model/paths.ts';
import type { Kept, Step } from './journal.ts';
import { type Machine, UnsafePathError } from './machine.ts';
import { sweepPair } from './pair.ts';
import { half, isPairSwitch, replacePair } from './pair-step.ts';
import { contentHash, keptBeside, sameAttributes } from './transaction.ts';

/** Where an undo stopped: somebody changed the file after us, and both versions are worth keeping. */
export interface Conflict {
  readonly path: HostPath;
  readonly original: HostPath | null;
  readonly reason: string;
}

/**
 * Puts back what stood before, last step first, of the first `reached` steps. What is neither as it
 * was nor as we left it was changed by somebody else: it is left alone and returned as a conflict.
 */
export async function undo(
  machine: Machine,
  freshHost: () => Host,
  steps: readonly Step[],
  reached = steps.length,
): Promise<readonly Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const step of steps.slice(0, reached).reverse()) {
    try {
      const reason = await undoStep(machine, freshHost, step, steps);
      await tidy(machine, [step]);
      if (reason !== undefined) conflicts.push(...conflictsOf(step, steps, reason));
    } catch (error) {
      conflicts.push(...conflictsOf(step, steps, error instanceof Error ? error.message : String(error)));
    }
  }
  return [...new Map(conflicts.map((conflict) => [conflict.path, conflict])).values()];
}

/** A pair that could not be put back is in between as a whole, whichever half it failed at. */
function conflictsOf(step: Step, steps: readonly Step[], reason: string): readonly Conflict[] {
  const other = isPairSwitch(step, steps) ? steps.filter((candidate) => candidate.path === step.pairWith) : [];
  return [step, ...other].map(({ path, before }) => ({ path, original: before?.copy ?? null, reason }));
}

/** Removes what stands beside the destinations only while a run lasts. What is not there, or not to be reached, is no matter. */
export async function tidy(machine: Machine, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    for (const temporary of [step.temporary, keptBeside(step), putBackBeside(step)]) {
      await machine.discard({ path: step.path, temporary }).catch(() => false);
    }
  }
}

function putBackBeside(step: Step): string {
  return `${step.temporary}.back`;
}

async function undoStep(
  machine: Machine,
  freshHost: () => Host,
  step: Step,
  steps: readonly Step[],
): Promise<string | undefined> {
  const host = freshHost();
  if (isPairSwitch(step, steps)) return undoPair(machine, freshHost, step, steps);
  if (await neverPlaced(machine, host, step)) return undefined;
  const now = await host.lstat(step.path);
  const { path, before, after } = step;
  // A tool that was cut off leaves whatever it leaves.
  const unknown = step.byTool === true && (after === null || after.hash === null);
  if (before === null) {
    if (now === undefined) return undefined;
    if (after?.kind === 'directory') {
      await machine.removeDirectory(path);
      return undefined;
    }
    if (!unknown && (await contentHash(host, path)) !== after?.hash) return 'it was changed since';
    await machine.removeFile(path);
    return undefined;
  }
  if (before.kind === 'directory' && now === undefined) {
    await machine.makeDirectory(path, before);
    return undefined;
  }
  const hash = now === undefined || before.kind === 'directory' ? null : await contentHash(host, path);
  if (now !== undefined && hash === before.hash) {
    const seen = after === null ? [before] : [before, after];
    const expected = { attributes: unknown ? [now] : seen, hash };
    if (!sameAttributes((await host.stat(path)) ?? now, before)) await machine.setAttributes(path, before, expected);
    return undefined;
  }
  if (!unknown && hash !== (after?.hash ?? null)) return 'it was changed since';
  await putBack(machine, host, step, before);
  return undefined;
}

/** A staged file leaves its temporary name when it takes its place: where it still has it, nothing else was touched. */
async function neverPlaced(machine: Machine, host: Host, step: Step): Promise<boolean> {
  try {
    return await machine.discard({ path: step.path, temporary: step.temporary });
  } catch (error) {
    if (error instanceof UnsafePathError && step.before === null && (await host.stat(parentOf(step.path))) === undefined)
      return true;
    throw error;
  }
}

/** The very file that stood there, where it still waits beside it; else its copy from the store. */
async function putBack(machine: Machine, host: Host, step: Step, before: Kept): Promise<void> {
  const { path } = step;
  const beside = joinPath(parentOf((await host.stat(path))?.real ?? path), keptBeside(step));
  const kept = await host.lstat(beside);
  if (
    kept?.kind === 'file' &&
    kept.links === 1 &&
    sameAttributes(kept, before) &&
    (await contentHash(host, beside)) === before.hash
  ) {
    return machine.commit({ path, temporary: keptBeside(step) });
  }
  const temporary = putBackBeside(step);
  await machine.discard({ path, temporary });
  await machine.commit(await machine.stage(path, temporary, await keptBytes(host, before), before, before.copy ?? undefined));
}

async function undoPair(
  machine: Machine,
  freshHost: () => Host,
  step: Step,
  steps: readonly Step[],
): Promise<string | undefined> {
  const pair = [step, steps.find((candidate) => candidate.path === step.pairWith) as Step] as const;
  const host = freshHost();
  const hashes = await Promise.all(pair.map(({ path }) => contentHash(host, path)));
  const plain = (await Promise.all(pair.map(({ path }) => host.lstat(path)))).every((facts) => facts?.kind === 'file');
  const matches = (pick: (one: Step) => string | null | undefined) => pair.every((one, at) => hashes[at] === pick(one));
  const asBefore = matches((one) => one.before?.hash);
  if (!asBefore && !matches((one) => one.after?.hash)) return 'the pair was changed since';
  if (asBefore && plain) {
    await sweepPair(machine, freshHost(), parentOf(step.path));
    return undefined;
  }
  const original = async ({ path, before }: Step) => half(path, await keptBytes(host, before as Kept), before as Kept);
  await replacePair(machine, freshHost, [await original(pair[0]), await original(pair[1])]);
  return undefined;
}

async function keptBytes(host: Host, kept: Kept): Promise<Buffer> {
  const file = kept.copy === null ? undefined : await host.read(kept.copy);
  if (file === undefined || file.hash !== kept.hash) throw new Error(`the kept original ${kept.copy} is missing or damaged`);
  return file.bytes;
}
