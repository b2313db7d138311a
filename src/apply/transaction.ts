import type { Host } from '../host/host.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Next, Step } from './journal.ts';
import { type Machine, UnsafePathError } from './machine.ts';
import { isPairSwitch, replacePair } from './pair-step.ts';

/** A step with the bytes that go with it (undefined: a directory, a removal, or attributes alone). */
export interface LoadedStep extends Step {
  readonly bytes: Buffer | undefined;
}

/** Where the file that a step replaces waits, beside it, until the run is over. */
export function keptBeside(step: Step): string {
  return `${step.temporary}.before`;
}

/** Writes every new file beside its destination. After it only renames are left, which need no space. */
export async function stageAll(machine: Machine, steps: readonly LoadedStep[]): Promise<void> {
  for (const step of steps) {
    if (!isStaged(step, steps) || isInNewDirectory(step, steps)) continue;
    await stage(machine, step);
  }
}

function isStaged(step: LoadedStep, steps: readonly LoadedStep[]): boolean {
  return step.bytes !== undefined && step.after !== null && !isPairSwitch(step, steps);
}

/** A file in a directory that the same transaction makes has no place to be staged in before. */
function isInNewDirectory(step: Step, steps: readonly Step[]): boolean {
  const directory = steps.find((candidate) => candidate.path === parentOf(step.path));
  return directory?.before === null && directory.after?.kind === 'directory';
}

async function stage(machine: Machine, step: LoadedStep): Promise<void> {
  const like = step.before === null ? undefined : step.path;
  await machine.stage(step.path, step.temporary, step.bytes as Buffer, step.after as Next, like);
}

/** Puts one step in place. `freshHost` looks again: what a pair switch starts from is what stands there now. */
export async function commitStep(
  machine: Machine,
  freshHost: () => Host,
  step: LoadedStep,
  steps: readonly LoadedStep[],
): Promise<void> {
  const { path, before, after, bytes } = step;
  if (isPairSwitch(step, steps)) return commitPair(machine, freshHost, step, steps);
  if (after === null)
    return before?.kind === 'directory' ? machine.removeDirectory(path) : machine.removeFile(path, keptBeside(step));
  if (after.kind === 'directory' && before === null) return machine.makeDirectory(path, after);
  if (bytes === undefined)
    return machine.setAttributes(path, after, { attributes: before === null ? [] : [before], hash: after.hash });
  if (isInNewDirectory(step, steps)) await stage(machine, step);
  await machine.commit({ path, temporary: step.temporary }, keptBeside(step));
}

/** The pair goes as a whole with its first half; the second finds it done. */
async function commitPair(
  machine: Machine,
  freshHost: () => Host,
  step: LoadedStep,
  steps: readonly LoadedStep[],
): Promise<void> {
  const other = steps.find((candidate) => candidate.path === step.pairWith) as LoadedStep;
  if (steps.indexOf(other) < steps.indexOf(step)) return;
  const next = ({ path, bytes, after }: LoadedStep) => ({ path, bytes: bytes as Buffer, attributes: after as Next });
  await replacePair(machine, freshHost, [next(step), next(other)]);
}

/** Somebody may have edited a file since the plan looked: their work is not overwritten. A pair is looked at as a whole, once. */
export async function refuseUnlessAsBefore(host: Host, step: Step, steps: readonly Step[]): Promise<void> {
  const other = isPairSwitch(step, steps) ? steps.find((candidate) => candidate.path === step.pairWith) : undefined;
  if (other !== undefined && steps.indexOf(other) < steps.indexOf(step)) return;
  for (const { path, before } of other === undefined ? [step] : [step, other]) {
    const now = await host.stat(path);
    const hash = now?.kind === 'file' ? await contentHash(host, path) : null;
    const same = before === null ? now === undefined : now !== undefined && hash === before.hash && sameAttributes(now, before);
    if (!same) throw new UnsafePathError(path, path, 'was changed while this was under way, and is left as it now is');
  }
}

export function sameAttributes(one: Attributes, other: Attributes): boolean {
  return one.owner === other.owner && one.group === other.group && one.mode === other.mode;
}

export async function contentHash(host: Host, path: HostPath): Promise<string | null> {
  return (await host.read(path))?.hash ?? null;
}
