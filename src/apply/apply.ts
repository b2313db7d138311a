import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import type { Precondition } from '../plan/plan.ts';
import type { FilePreview } from '../plan/preview.ts';
import type { RunningState } from '../plan/service-action.ts';
import { dropEntry, ensureStore, HISTORY, keptIn, nextId, type Receipt, writeReceipt } from './history.ts';
import { type Journal, PRIVATE_FILE, removeJournal, writeJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { originalsSteps } from './originals.ts';
import { findMoved, type Moved } from './preconditions.ts';
import { bringUp, type ServiceRun } from './service-run.ts';
import { buildSteps, type MakePair } from './steps.ts';
import { type Conflict, commitStep, type LoadedStep, stageAll, undo } from './transaction.ts';

/** Progress, in the words of the face that shows it. */
export type Say = (phase: 'check' | 'rehearse' | 'write' | 'restart' | 'verify' | 'put-back' | 'done', what: string) => void;

export interface ApplyJob {
  /** `apply`, `rollback of 0003`: for the lock, the journal and the history. */
  readonly doing: string;
  readonly changes: readonly Change[];
  readonly preconditions: readonly Precondition[];
  readonly answers: Readonly<Record<string, unknown>>;
  readonly preview: readonly FilePreview[];
  /** Only those that run: what is stopped stays so. */
  readonly services: readonly ServiceRun[];
  readonly makePair: MakePair;
  /** Tries the new state before it is put in place; each string is a reason not to. `bytesOf` has what will be written. */
  rehearse(bytesOf: (path: string) => Buffer | undefined): Promise<readonly string[]>;
  /** Live proof after the services are up; each string is something that is worse than before. */
  verify(): Promise<readonly string[]>;
  readonly say: Say;
  readonly signal: AbortSignal;
}

export type ApplyEnd =
  | { readonly outcome: 'applied'; readonly id: string; readonly receipt: Receipt }
  | { readonly outcome: 'stale'; readonly moved: readonly Moved[] }
  /** Nothing was changed: the rehearsal said no, or the operator did, or writing failed before the first rename. */
  | { readonly outcome: 'refused'; readonly reasons: readonly string[]; readonly interrupted: boolean }
  | {
      readonly outcome: 'rolled-back';
      readonly reasons: readonly string[];
      readonly interrupted: boolean;
      readonly startedChanging: boolean;
    }
  | {
      readonly outcome: 'incomplete';
      readonly reasons: readonly string[];
      readonly conflicts: readonly Conflict[];
      readonly id: string;
    };

/**
 * Carries out a plan, or leaves the tree as it was. The caller holds the lock and has recovered
 * what an earlier run left.
 *
 * 1. Everything the plan was made from is looked at again.
 * 2. Keys are made, the rehearsal tries them, originals are copied to the store, durable.
 * 3. The journal is written: from here on a crash is put back by the next run.
 * 4. Every file is staged beside its destination; then each is renamed into place, in order.
 * 5. Running services take it up and are proven; what fails puts everything back.
 * 6. The receipt is written and the journal removed: it is done.
 */
export async function applyChanges(machine: Machine, freshHost: () => Host, job: ApplyJob): Promise<ApplyEnd> {
  job.say('check', 'Looking again at everything the plan was made from');
  const moved = await findMoved(freshHost(), job.preconditions);
  if (moved.length > 0) return { outcome: 'stale', moved };

  const id = await nextId(freshHost());
  const host = freshHost();
  const steps = await buildSteps(host, job.changes, job.makePair, keptIn(id));
  job.say('rehearse', 'Trying the new configuration away from the real one');
  const doubts = await job.rehearse((path) => steps.find((step) => step.path === path)?.bytes);
  if (doubts.length > 0) return { outcome: 'refused', reasons: doubts, interrupted: false };
  if (job.signal.aborted) return { outcome: 'refused', reasons: ['interrupted before the first write'], interrupted: true };

  const before = new Map<string, RunningState>();
  for (const service of job.services) before.set(service.service, await service.running(host));

  job.say('write', 'Keeping the originals');
  await ensureStore(machine, freshHost(), [HISTORY, `${HISTORY}/${id}` as typeof HISTORY, keptIn(id)]);
  const all = await prepare(machine, freshHost, host, job, steps, id);
  const journal: Journal = {
    format: 1,
    id,
    startedAt: host.now().toISOString(),
    pid: process.pid,
    doing: job.doing,
    steps: all.map(({ bytes: _, ...step }) => step),
    services: job.services.map(({ service, title, command }) => ({ service, title, command })),
    restarted: false,
  };
  await writeJournal(machine, journal);

  const trouble = await carryOut(machine, freshHost, job, all, journal, before);
  if (trouble === undefined) return finish(machine, job, journal);
  return putBack(machine, freshHost, job, journal, trouble);
}

/** Copies of everything that will change, in the store. What fails here leaves no trace. */
async function prepare(
  machine: Machine,
  freshHost: () => Host,
  host: Host,
  job: ApplyJob,
  steps: readonly LoadedStep[],
  id: string,
) {
  try {
    const all = [...steps, ...(await originalsSteps(machine, freshHost, job.changes, steps, keptIn(id)))];
    await keepBefore(machine, host, all);
    return all;
  } catch (error) {
    await dropEntry(machine, freshHost(), id);
    throw error;
  }
}

interface Trouble {
  readonly reasons: readonly string[];
  readonly interrupted: boolean;
  readonly restarted: boolean;
  /** False: no rename had happened yet. */
  readonly started: boolean;
}

async function carryOut(
  machine: Machine,
  freshHost: () => Host,
  job: ApplyJob,
  steps: readonly LoadedStep[],
  journal: Journal,
  before: ReadonlyMap<string, RunningState>,
): Promise<Trouble | undefined> {
  let started = false;
  let restarted = false;
  const trouble = (reasons: readonly string[], interrupted = false): Trouble => ({ reasons, interrupted, restarted, started });
  try {
    await stageAll(machine, steps);
    for (const step of steps) {
      if (job.signal.aborted) return trouble(['interrupted'], true);
      if (!step.path.startsWith(LAYOUT.state))
        job.say('write', step.after === null ? `Removing ${step.path}` : `Writing ${step.path}`);
      started = true;
      await commitStep(machine, freshHost, step, steps);
    }
    if (job.services.length > 0) {
      restarted = true;
      await writeJournal(machine, { ...journal, restarted });
    }
    for (const service of job.services) {
      if (job.signal.aborted) return trouble(['interrupted'], true);
      job.say('restart', `${service.action === 'reload' ? 'Reloading' : 'Restarting'} ${service.title}`);
      const why = await bringUp(machine, freshHost, service, before.get(service.service) ?? { state: 'unknown' });
      if (why !== undefined) return trouble([`${service.title} did not come back: ${why}`]);
    }
    job.say('verify', 'Asking the services themselves');
    const worse = await job.verify();
    if (worse.length > 0) return trouble(worse);
    if (job.signal.aborted) return trouble(['interrupted'], true);
    return undefined;
  } catch (error) {
    return trouble([error instanceof Error ? error.message : String(error)]);
  }
}

async function finish(machine: Machine, job: ApplyJob, journal: Journal): Promise<ApplyEnd> {
  const receipt: Receipt = {
    format: 1,
    id: journal.id,
    at: journal.startedAt,
    doing: journal.doing,
    answers: job.answers,
    preview: job.preview,
    steps: journal.steps,
    services: job.services.map(({ service, action }) => ({ service, action })),
    said: [],
  };
  await writeReceipt(machine, receipt);
  await removeJournal(machine);
  job.say('done', `Recorded as ${journal.id}`);
  return { outcome: 'applied', id: journal.id, receipt };
}

async function putBack(
  machine: Machine,
  freshHost: () => Host,
  job: ApplyJob,
  journal: Journal,
  trouble: Trouble,
): Promise<ApplyEnd> {
  job.say('put-back', trouble.interrupted ? 'Interrupted: putting everything back' : 'It failed: putting everything back');
  const conflicts = await undo(machine, freshHost, journal.steps);
  const down: string[] = [];
  if (trouble.restarted) {
    for (const service of job.services) {
      job.say('put-back', `Restarting ${service.title} as it was`);
      const why = await bringUp(machine, freshHost, { ...service, test: undefined }, { state: 'unknown' });
      if (why !== undefined) down.push(`${service.title} did not come back with its old configuration: ${why}`);
    }
  }
  if (conflicts.length > 0 || down.length > 0) {
    return { outcome: 'incomplete', reasons: [...trouble.reasons, ...down], conflicts, id: journal.id };
  }
  await dropEntry(machine, freshHost(), journal.id);
  await removeJournal(machine);
  return { outcome: 'rolled-back', reasons: trouble.reasons, interrupted: trouble.interrupted, startedChanging: trouble.started };
}

/** Copies what stands at each path into the store, with its ACL, before anything is touched. */
async function keepBefore(machine: Machine, host: Host, steps: readonly LoadedStep[]): Promise<void> {
  for (const step of steps) {
    if (step.before?.copy == null) continue;
    const file = await host.read(step.path);
    if (file === undefined) throw new Error(`${step.path} is gone`);
    const temporary = '.keeping';
    await machine.discard({ path: step.before.copy, temporary });
    await machine.commit(await machine.stage(step.before.copy, temporary, file.bytes, PRIVATE_FILE, step.path));
  }
}
