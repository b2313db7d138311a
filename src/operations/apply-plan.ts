import { type ApplyEnd, type ApplyJob, applyChanges } from '../apply/apply.ts';
import { ensureStore } from '../apply/history.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { withScratch } from '../apply/local-scratch.ts';
import { takeLock } from '../apply/lock.ts';
import type { Machine } from '../apply/machine.ts';
import { type Recovered, recover } from '../apply/recovery.ts';
import type { ServiceRun } from '../apply/service-run.ts';
import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../plan/plan.ts';
import { services } from '../services/index.ts';
import { makePair } from '../services/make-pair.ts';
import { rehearseDatabase } from '../services/msyspg/rehearsal.ts';
import type { ApplyEvent, ApplyResult, PlannedWork } from './engine.ts';
import { describeEnd } from './outcome.ts';
import { newFaults } from './verify-all.ts';

export interface ApplyOptions {
  readonly root: string;
  readonly doing: string;
  readonly withServices: boolean;
  readonly onEvent: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * The whole of an apply under the lock: recovery of what an earlier run left, the transaction, the
 * services, the proof. Throws LockedError where another run is at work.
 */
export async function applyPlan(work: PlannedWork, options: ApplyOptions): Promise<ApplyResult> {
  if (work.plan.changes.length === 0) return describeEnd({ outcome: 'unchanged' }, work, []);
  const freshHost = () => new LocalHost(options.root);
  const machine = new LocalMachine(options.root);
  await ensureStore(machine, freshHost(), [LAYOUT.state]);
  const lock = await takeLock(options.root, options.doing, new Date());
  try {
    const recovered = await recover(machine, freshHost, options.withServices);
    if (recovered?.outcome === 'incomplete') return describeEnd({ outcome: 'recovery-failed', recovered }, work, []);
    // A plan made from the tree in between is stale now, which its preconditions tell.
    const notes = recovered === undefined ? [] : [saidOfRecovery(recovered)];
    const seen: Seen = { notes, proof: [] };
    const end: ApplyEnd = await applyChanges(machine as Machine, freshHost, await makeJob(work, options, freshHost, seen));
    return describeEnd(end, work, seen.notes, seen.proof);
  } finally {
    await lock.release();
  }
}

/** For people: what became of the run that did not finish. */
export function saidOfRecovery({ outcome, journal }: Recovered): string {
  const which = `The unfinished run of ${journal.startedAt} (${journal.doing})`;
  return outcome === 'completed'
    ? `${which} had done everything but its last record, which is made up for`
    : `${which} was put back first`;
}

/** What comes up while it runs, for what is said at the end. */
interface Seen {
  readonly notes: string[];
  proof: readonly Finding[];
}

async function makeJob(work: PlannedWork, options: ApplyOptions, freshHost: () => Host, seen: Seen): Promise<ApplyJob> {
  const { plan } = work;
  const before = freshHost();
  const watched = options.withServices ? await watchChoices(before) : undefined;
  return {
    doing: options.doing,
    changes: plan.changes,
    preconditions: plan.preconditions,
    answers: plan.answers,
    preview: work.preview,
    services: await serviceRuns(plan, before),
    makePair: (facts) => makePair(facts, before.now()),
    rehearse: (bytesOf) =>
      plan.services.some(({ service }) => service === 'msyspg')
        ? rehearse(plan, freshHost, bytesOf, seen.notes)
        : Promise.resolve([]),
    verify: async () => {
      const { all = [], worse = [] } = (await watched?.(freshHost())) ?? {};
      seen.proof = all;
      return worse.map(({ what, evidence }) => [what, ...evidence].join('; '));
    },
    say: (phase, what) => options.onEvent({ phase, what }),
    signal: options.signal,
  };
}

/** What is proven, and of it what fails now and did not fail before. */
interface Proof {
  readonly all: readonly Finding[];
  readonly worse: readonly Finding[];
}

async function watchChoices(before: Host): Promise<(later: Host) => Promise<Proof>> {
  const known = (await Promise.all(choices.map((choice) => choice.verify(before)))).flat();
  const watches = await Promise.all(choices.map((choice) => choice.watch?.(before)));
  return async (later) => {
    const proofs = await Promise.all(choices.map((choice) => choice.verify(later)));
    const compared = await Promise.all(watches.map((watch) => watch?.(later) ?? []));
    const all = [...proofs, ...compared].flat();
    return { all, worse: newFaults(known, all) };
  };
}

async function serviceRuns(plan: Plan, host: Host): Promise<readonly ServiceRun[]> {
  const runs: ServiceRun[] = [];
  for (const { service: id, title, action } of plan.services) {
    const service = services.find((candidate) => candidate.id === id);
    const command = action === 'none' || service === undefined ? undefined : await service.control(host, action);
    if (action === 'none' || service === undefined || command === undefined) continue;
    runs.push({ service: id, title, action, command, test: await service.test(host), running: (at) => service.running(at) });
  }
  return runs;
}

/** A database that does not start with what is there now cannot tell whether ours is at fault: that is said, not held against us. */
async function rehearse(
  plan: Plan,
  freshHost: () => Host,
  bytesOf: (path: string) => Buffer | undefined,
  notes: string[],
): Promise<readonly string[]> {
  const host = freshHost();
  const tried = await withScratch(host, 'msyspg', (scratch) => rehearseDatabase(host.after(plan.changes), bytesOf, scratch));
  if (tried.outcome === 'started') return [];
  if (tried.outcome === 'not-tried') {
    notes.push(`PostgreSQL was not tried with the new files beforehand: ${tried.why}`);
    return [];
  }
  const asIs = await withScratch(host, 'msyspg', (scratch) => rehearseDatabase(host, () => undefined, scratch));
  if (asIs.outcome === 'failed') {
    notes.push(
      `A scratch PostgreSQL does not start with the present configuration either (${asIs.why}), so the new one could not be tried`,
    );
    return [];
  }
  return [`PostgreSQL would not start with the new files: ${tried.why}`];
}
