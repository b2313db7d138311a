import { randomBytes } from 'node:crypto';
import type { Host } from '../host/host.ts';
import { type HostPath, parentOf } from '../model/paths.ts';
import type { Attributes } from '../plan/change.ts';
import type { Step } from './journal.ts';
import type { Machine } from './machine.ts';
import { type Half, type Pair, sweepPair, switchPair } from './pair.ts';

/** Does the step replace a whole pair, both halves of which stand there now? */
export function isPairSwitch(step: Step, steps: readonly Step[]): boolean {
  const other = steps.find((candidate) => candidate.path === step.pairWith);
  const both = (half: Step | undefined) => half?.before != null && half.after !== null && half.before.hash !== half.after.hash;
  return both(step) && both(other);
}

/** Puts `next` in the place of the pair that stands there, whatever names of ours an earlier try left beside it. */
export async function replacePair(machine: Machine, freshHost: () => Host, next: Pair): Promise<void> {
  const host = freshHost();
  const now = [await standing(host, next[0].path), await standing(host, next[1].path)] as const;
  await switchPair(machine, now, next, randomBytes(6).toString('hex'));
  await sweepPair(machine, freshHost(), parentOf(next[0].path));
}

async function standing(host: Host, path: HostPath): Promise<Half> {
  const file = await host.read(path);
  if (file === undefined) throw new Error(`${path} is gone`);
  return half(path, file.bytes, file);
}

export function half(path: HostPath, bytes: Buffer, { owner, group, mode }: Attributes): Half {
  return { path, bytes, attributes: { owner, group, mode } };
}
