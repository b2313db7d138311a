import { randomBytes } from 'node:crypto';
import { checkAnswers } from '../answers/schema.ts';
import { prunedEntries, readHistory } from '../apply/history.ts';
import { findMoved } from '../apply/preconditions.ts';
import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import { treeIdentity } from '../host/identity.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import type { TypedSecrets } from '../model/question.ts';
import type { Precondition } from '../plan/plan.ts';
import { readSavedPlan, type SavedPlan, type TreeIdentity, writeSavedPlan } from '../plan/saved-plan.ts';
import { MissingSecretError } from '../plan/secret.ts';
import type { PlannedWork } from './engine.ts';
import { type PlanOptions, planOf } from './plan-of.ts';
import { referToSecret, secretsFor } from './secrets.ts';
import { requireMomentum } from './survey.ts';

export type { SavedPlan };

/** A saved plan that is not applied any more: used, for another tree, or not from how things are now. */
class PlanRefusedError extends Error {
  override readonly name = 'PlanRefusedError';
}

/** A file that is no saved plan, or a damaged one. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';
}

/** The text of a saved plan, and the id that the history will know it by. `given`: the passwords that it was made with. */
export async function savePlan(
  root: string,
  { plan }: PlannedWork,
  given: TypedSecrets,
): Promise<{ readonly id: string; readonly text: string }> {
  const id = randomBytes(8).toString('hex');
  const { createdAt, answers, changes } = plan;
  const tree = await treeIdentity(new LocalHost(root));
  const preconditions = plan.preconditions.filter(isLasting).map(withoutSecret);
  const from = given.servicePassword === undefined ? 'kept' : 'given';
  const password = referToSecret(changes) ? ({ password: from } as const) : {};
  return { id, text: writeSavedPlan({ id, createdAt, tree, answers, ...password, changes, preconditions }) };
}

/** Number of a process: a service that was restarted since is no other configuration. */
function isLasting({ path }: Precondition): boolean {
  return !path.endsWith('.pid');
}

/** The hash of a file that holds a password and nothing else would let whoever has the plan try passwords against it. */
function withoutSecret(precondition: Precondition): Precondition {
  const { path, state } = precondition;
  return path === LAYOUT.servicePassword && state !== null ? { path, state: { ...state, hash: null } } : precondition;
}

/** Reads the text of a saved plan. Throws PlanFileError. */
export function loadPlan(text: string, file: string): SavedPlan {
  const read = readSavedPlan(text);
  if ('problem' in read) throw new PlanFileError(`${file}: ${read.problem}`);
  return read.plan;
}

/**
 * The work that a saved plan describes, with its preview, its services and its preflight as they are
 * today. Throws PlanRefusedError where it was applied before, is another tree's, or was made from
 * something that is not so any more, MissingSecretError where it was made with a password that is not given now.
 */
export async function planFromSaved(host: Host, saved: SavedPlan, options: PlanOptions): Promise<PlannedWork> {
  await requireMomentum(host);
  refuseOtherTree(saved.tree, await treeIdentity(host));
  const entries = [...(await prunedEntries(host)), ...(await readHistory(host))];
  const used = entries.find(({ plan }) => plan === saved.id);
  if (used !== undefined)
    throw new PlanRefusedError(`This plan was applied as ${used.id} at ${used.at}; a plan is applied once. Make it again`);
  const moved = await findMoved(host, saved.preconditions);
  if (moved.length > 0) {
    const places = moved.map(({ path, was, is }) => `${path}: was ${was}; is ${is}`);
    throw new PlanRefusedError(['This is not as it was when the plan was made:', ...places, 'Make the plan again'].join('\n'));
  }
  const answers = checkAnswers(saved.answers);
  if (!answers.ok) throw new PlanFileError(answers.problems.map(({ message }) => message).join('\n'));
  if (saved.password === 'given' && options.secrets?.servicePassword === undefined)
    throw new MissingSecretError(
      'servicePassword',
      'This plan was made with a password that was given (--password-file), and none is given now: the one that Momentum keeps may be another',
    );
  const secrets = await secretsFor(host, answers.answers, options.secrets);
  const risks = (await Promise.all(choices.map((choice) => choice.risks(host, answers.answers, secrets)))).flat();
  const wanted = { answers: answers.answers, changes: async () => saved.changes, findings: risks };
  const work = await planOf(host, wanted, options);
  // What the plan was made from is held to be as it was until the first write, and what is looked at today with it.
  const bound = new Set(saved.preconditions.map(({ path }) => path));
  const preconditions = [...saved.preconditions, ...work.plan.preconditions.filter(({ path }) => !bound.has(path))];
  return { ...work, plan: { ...work.plan, preconditions } };
}

function refuseOtherTree(made: TreeIdentity, here: TreeIdentity): void {
  const words = { root: 'the tree at', hostname: 'the host', machineId: 'the machine' } as const;
  for (const key of ['root', 'hostname', 'machineId'] as const) {
    if (made[key] !== here[key])
      throw new PlanRefusedError(
        `This plan was made for ${words[key]} ${made[key] ?? '(without a name)'}, and this is ${here[key] ?? 'one without a name'}`,
      );
  }
}
