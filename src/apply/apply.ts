import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import type { RunningState } from '../plan/service-action.ts';
import { makeAllParameters } from './dh-parameters.ts';
import { forgetKeys } from './forget-keys.ts';
import { dropEntry, ensureStore, HISTORY, keptIn, nextId, type Receipt, receiptPath, writeReceipt } from './history.ts';
import type { ApplyEnd, ApplyJob } from './job.ts';
import { type Journal, PRIVATE_FILE, removeJournal, writeJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { originalsSteps } from './originals.ts';
import { findMoved } from './preconditions.ts';
import { takenAway, waitForPull, waitForWorkingCopy } from './pull.ts';
import { bringUp, type ServiceRun, whyTestFails } from './service-run.ts';
import { buildSteps } from './steps.ts';
import { runTools, settleTools, toolsOf } from './tools.ts';
import { commitStep, type LoadedStep, refuseUnlessAsBefore, stageAll } from './transaction.ts';
import { tidy, undo } from './undo.ts';
import { writeUnkept } from './unkept.ts';

/**
 * Carries out a plan, or leaves the tree as it was. The caller holds the lock and has recovered
 * what an earlier run left.
 *
 * 1. Everything the plan was made from is looked at again.
 * 2. Keys are made, the rehearsal tries them, originals are copied to the store, durable.
 * 3. The journal is written: from here on a crash is put back by the next run.
 * 4. Momentum's own tools run, where the plan has some, and their work is read back.
 * 5. Every file is staged beside its destination; then each is renamed into place, in order.
 * 6. Running services take it up and are proven; what fails puts everything back.
 * 7. The receipt is written and the journal removed: it is done.
 */
export async function applyChanges(machine: Machine, freshHost: () => Host, job: ApplyJob): Promise<ApplyEnd> {
  job.say('check', 'Looking again at everything the plan was made from');
  const moved = await findMoved(freshHost(), job.preconditions);
  if (moved.length > 0) return { outcome: 'stale', moved };

  const id = await nextId(freshHost());
  const host = freshHost();
  const made = await generate(job);
  if ('reasons' in made) return { outcome: 'rolled-back', ...made, startedChanging: false };
  const steps = await buildSteps(host, job.changes, job.makePair, keptIn(id), made);
  if (job.rehearse !== undefined) job.say('rehearse', 'Trying the new configuration away from the real one');
  const rehearsed = await job.rehearse?.((path) => steps.find((step) => step.path === path)?.bytes);
  const { doubts, leaveAlone, doubtful = [] } = rehearsed ?? { doubts: [], leaveAlone: [] };
  if (doubts.length > 0) return { outcome: 'refused', reasons: doubts, interrupted: false };
  if (job.signal.aborted) return { outcome: 'refused', reasons: ['interrupted before the first write'], interrupted: true };
  // Trying it has taken seconds.
  const movedMeanwhile = await findMoved(freshHost(), job.preconditions);
  if (movedMeanwhile.length > 0) return { outcome: 'stale', moved: movedMeanwhile };

  const services = await stillRunning(
    host,
    job.services.filter(({ service }) => !leaveAlone.includes(service)),
    doubtful,
  );
  const prepared = await prepare(machine, freshHost, host, { ...job, services }, steps, id);
  if ('reasons' in prepared) return { outcome: 'rolled-back', ...prepared, startedChanging: false };
  const run: Run = { machine, freshHost, job, id, services, ...prepared, reached: 0, restarting: [] };
  const trouble = await carryOut(run);
  return trouble === undefined ? finish(run) : putBack(run, trouble);
}

/** What takes long is made before anything else is done: until then nobody waits for the tree, and stopping costs nothing. */
async function generate({ changes, makeDhParameters, say, signal }: ApplyJob): Promise<ReadonlyMap<HostPath, Buffer> | Trouble> {
  try {
    return await makeAllParameters(changes, makeDhParameters, (what, share) => say('generate', what, share), signal);
  } catch (error) {
    return { reasons: [inWords(error)], interrupted: signal.aborted };
  }
}

interface RunningService extends ServiceRun {
  readonly doubtful: boolean;
  readonly before: RunningState;
}

/** One transaction under way, and how far it has come. */
interface Run {
  readonly machine: Machine;
  readonly freshHost: () => Host;
  readonly job: ApplyJob;
  readonly services: readonly RunningService[];
  steps: readonly LoadedStep[];
  journal: Journal;
  readonly id: string;
  /** Steps that may have been put in place, counted from the first. */
  reached: number;
  /** Services that were told to restart. */
  restarting: readonly RunningService[];
  keepUntil?: string | undefined;
}

/** What was stopped since the plan was made stays so, too. */
async function stillRunning(
  host: Host,
  services: readonly ServiceRun[],
  doubtful: readonly string[],
): Promise<readonly RunningService[]> {
  const looked = await Promise.all(
    services.map(async (service) => ({
      ...service,
      before: await service.running(host),
      doubtful: doubtful.includes(service.service),
    })),
  );
  return looked.filter(({ before }) => before.state !== 'stopped');
}

/** Copies of everything that will change, in the store, and the journal that leads to them. What fails here leaves no trace. */
async function prepare(
  machine: Machine,
  freshHost: () => Host,
  host: Host,
  job: ApplyJob,
  changed: readonly LoadedStep[],
  id: string,
): Promise<Pick<Run, 'steps' | 'journal'> | Trouble> {
  job.say('write', 'Keeping the originals');
  try {
    await ensureStore(machine, freshHost(), [HISTORY, joinPath(HISTORY, id), keptIn(id)]);
    const tools = toolsOf(job.changes);
    // What a tool leaves is only known once it has run, and with it what there is to say of the originals.
    const originals = tools.length > 0 ? [] : await originalsSteps(machine, freshHost, job.changes, changed, keptIn(id));
    const steps = [...changed, ...originals];
    await keepBefore(machine, host, steps);
    const journal: Journal = {
      format: 1,
      id,
      startedAt: host.now().toISOString(),
      pid: process.pid,
      doing: job.doing,
      steps: steps.map(({ bytes: _, ...step }) => step),
      services: job.services.map(({ service, title, command }) => ({ service, title, command })),
      ...(tools.length === 0 ? {} : { tools: [...new Set(tools.map(({ program }) => program))] }),
      restarted: false,
    };
    await writeJournal(machine, journal);
    return { steps, journal };
  } catch (error) {
    await removeJournal(machine).catch(() => undefined);
    await dropEntry(machine, freshHost(), id).catch(() => undefined);
    return { reasons: [inWords(error)], interrupted: job.signal.aborted };
  }
}

interface Trouble {
  readonly reasons: readonly string[];
  readonly interrupted: boolean;
}

/** Undefined: it is done and recorded. */
async function carryOut(run: Run): Promise<Trouble | undefined> {
  const { machine, freshHost, job, services } = run;
  // Whatever failed after the operator's Ctrl-C may have failed because of it.
  const trouble = (...reasons: readonly string[]): Trouble => ({ reasons, interrupted: job.signal.aborted });
  try {
    await letToolsWork(run);
    const { steps, journal } = run;
    await stageAll(machine, steps);
    for (const step of steps.filter(({ byTool }) => byTool !== true)) {
      if (job.signal.aborted) return trouble('interrupted');
      if (!step.path.startsWith(LAYOUT.state))
        job.say('write', step.after === null ? `Removing ${step.path}` : `Writing ${step.path}`);
      await refuseUnlessAsBefore(freshHost(), step, steps);
      run.reached += 1;
      await commitStep(machine, freshHost, step, steps);
    }
    const startable: RunningService[] = [];
    for (const service of services) {
      const broken = await whyTestFails(freshHost(), service);
      // It runs on, with what it has in memory: a restart, also one that is to bring the old state back, would end it.
      if (broken !== undefined && !service.doubtful)
        return trouble(`${service.title} was not restarted: its own test failed: ${broken}`);
      if (broken === undefined) startable.push(service);
      else
        job.note?.(
          `${service.title} was not restarted: it would not start with its configuration, before and after this (${broken})`,
        );
    }
    const restarted = journal.services.filter(({ service }) => startable.some((one) => one.service === service));
    if (restarted.length > 0) await writeJournal(machine, { ...journal, services: restarted, restarted: true });
    for (const service of startable) {
      if (job.signal.aborted) return trouble('interrupted');
      job.say('restart', `${service.action === 'reload' ? 'Reloading' : 'Restarting'} ${service.title}`);
      run.restarting = [...run.restarting, service];
      const why = await bringUp(machine, freshHost, service, service.before);
      if (why !== undefined) return trouble(`${service.title} did not come back: ${why}`);
    }
    if (services.length > 0) job.say('verify', 'Asking the services themselves');
    const worse = await job.verify();
    if (worse.length > 0) return trouble(...worse);
    await waitForPull(freshHost, run.steps, job.signal);
    const gone = await takenAway(freshHost, run.steps);
    if (gone.length > 0) return trouble(...gone);
    if (job.signal.aborted) return trouble('interrupted');
    run.keepUntil = await promiseToPutBack(run);
    await writeReceipt(machine, receiptOf(run));
    return undefined;
  } catch (error) {
    return trouble(inWords(error));
  }
}

/** The tools' own part of the transaction: once it is over, their files are steps like any other, already in place. */
async function letToolsWork(run: Run): Promise<void> {
  const { machine, freshHost, job, journal, id } = run;
  const tools = toolsOf(job.changes);
  if (tools.length === 0) return;
  const theirs = run.steps.filter(({ byTool }) => byTool === true);
  for (const step of theirs) await refuseUnlessAsBefore(freshHost(), step, run.steps);
  run.reached = theirs.length;
  for (const program of journal.tools ?? []) job.say('write', `Running ${program}`);
  await runTools(machine, tools, job.secrets ?? {}, job.signal);
  const settled = await settleTools(machine, freshHost, run.steps);
  const originals = await originalsSteps(machine, freshHost, job.changes, settled, keptIn(id));
  await keepBefore(machine, freshHost(), originals);
  run.steps = [...settled, ...originals];
  const { tools: _, ...rest } = journal;
  run.journal = { ...rest, steps: run.steps.map(({ bytes: _bytes, ...step }) => step) };
  await writeJournal(machine, run.journal);
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function promiseToPutBack({ machine, freshHost, job, journal }: Run): Promise<string | undefined> {
  if (job.keepWithin === undefined) return undefined;
  const { seconds, session } = job.keepWithin;
  const deadline = new Date(freshHost().now().getTime() + seconds * 1000).toISOString();
  await writeUnkept(machine, { id: journal.id, at: journal.startedAt, deadline, seconds, session });
  return deadline;
}

function receiptOf({ job, journal }: Run): Receipt {
  return {
    format: 1,
    id: journal.id,
    at: journal.startedAt,
    doing: journal.doing,
    ...(job.planId === undefined ? {} : { plan: job.planId }),
    ...(job.momentum === undefined ? {} : { momentum: job.momentum }),
    answers: job.answers,
    preview: job.preview,
    steps: journal.steps,
    services: job.concerned,
    ...(job.compromised === undefined ? {} : { compromised: job.compromised }),
  };
}

/** It is done with the receipt: what fails now is made up for by the next run. */
async function finish({ machine, freshHost, job, journal, restarting, keepUntil }: Run): Promise<ApplyEnd> {
  await tidy(machine, journal.steps);
  try {
    await forgetKeys(machine, freshHost(), job.compromised ?? []);
  } catch (error) {
    // The journal stays, and with it the work.
    return { outcome: 'applied', id: journal.id, services: restarting, keepUntil, notForgotten: inWords(error) };
  }
  await removeJournal(machine).catch(() => undefined);
  job.say('done', `Recorded as ${journal.id}`);
  return { outcome: 'applied', id: journal.id, services: restarting, keepUntil };
}

async function putBack(run: Run, { reasons, interrupted }: Trouble): Promise<ApplyEnd> {
  const { machine, freshHost, job, steps, journal } = run;
  const { id } = journal;
  job.say('put-back', interrupted ? 'Interrupted: putting everything back' : 'It failed: putting everything back');
  // A receipt that could not be made durable must not make the next run believe that it was done.
  await machine.removeFile(receiptPath(id)).catch(() => undefined);
  await waitForWorkingCopy(freshHost, steps);
  await tidy(machine, steps.slice(run.reached));
  const conflicts = await undo(machine, freshHost, journal.steps, run.reached);
  const down: string[] = [];
  for (const service of run.restarting) {
    job.say('put-back', `Restarting ${service.title} as it was`);
    const why = await bringUp(machine, freshHost, service, { state: 'unknown' });
    if (why !== undefined) down.push(`${service.title} did not come back with its old configuration: ${why}`);
  }
  if (conflicts.length > 0 || down.length > 0) return { outcome: 'incomplete', reasons: [...reasons, ...down], conflicts, id };
  // Both are for the next run to make up for; the tree is as it was.
  await removeJournal(machine).catch(() => undefined);
  await dropEntry(machine, freshHost(), id).catch(() => undefined);
  return { outcome: 'rolled-back', reasons, interrupted, startedChanging: run.reached > 0 };
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
