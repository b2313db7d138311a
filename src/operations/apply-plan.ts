import { applyChanges } from '../apply/apply.ts';
import { ensureStore } from '../apply/history.ts';
import type { ApplyEnd, ApplyJob, Rehearsed } from '../apply/job.ts';
import { LocalMachine } from '../apply/local-machine.ts';
import { withScratch } from '../apply/local-scratch.ts';
import { takeLock } from '../apply/lock.ts';
import { ROLLBACK } from '../apply/originals.ts';
import { pruneHistory } from '../apply/prune.ts';
import { recover, saidOfRecovery } from '../apply/recovery.ts';
import { type ServiceRun, whyTestFails } from '../apply/service-run.ts';
import { openssl } from '../apply/start-openssl.ts';
import { isRollbackOf, readUnkept, removeUnkept } from '../apply/unkept.ts';
import { choices } from '../choices/index.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { LocalHost } from '../host/local.ts';
import { loginSession } from '../host/login-session.ts';
import { findMomentum } from '../host/momentum.ts';
import type { Finding } from '../model/finding.ts';
import type { TypedSecrets } from '../model/question.ts';
import type { Change } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { certificateStatus } from '../services/certificate-status.ts';
import { flushStep } from '../services/ecelerity/flush-cache.ts';
import { services } from '../services/index.ts';
import { makeDhParameters } from '../services/make-dh-parameters.ts';
import { makePair } from '../services/make-pair.ts';
import { rehearseDatabase } from '../services/msyspg/rehearsal.ts';
import { servedPair } from '../services/served-pair.ts';
import type { ApplyEvent, ApplyResult, PlannedWork } from './engine.ts';
import { describeEnd, notKeptYet, recoveryFailed } from './outcome.ts';
import { repositoryStep } from './repository.ts';
import { secretsOf } from './secrets.ts';
import { newFaults } from './verify-all.ts';

export interface ApplyOptions {
  readonly root: string;
  readonly doing: string;
  /** Id of the saved plan that this carries out. */
  readonly planId?: string | undefined;
  readonly withServices: boolean;
  /** What was typed, or read from a file, for what the plan refers to. */
  readonly secrets?: TypedSecrets;
  /** Put back after so many seconds unless it is kept. The caller has started the watcher. */
  readonly keepWithin?: number | undefined;
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
  const secrets = await secretsOf(freshHost(), work.plan.changes, options.secrets);
  const machine = new LocalMachine(options.root);
  await ensureStore(machine, freshHost(), [LAYOUT.state]);
  const lock = await takeLock(options.root, options.doing, new Date());
  try {
    const recovered = await recover(machine, freshHost, options.withServices);
    if (recovered?.outcome === 'incomplete') return recoveryFailed(recovered);
    const unkept = await readUnkept(freshHost());
    if (unkept !== undefined && !isRollbackOf(options.doing, unkept.id)) return notKeptYet(unkept, options.root);
    // A plan made from the tree in between is stale now, which its preconditions tell.
    const notes = recovered === undefined ? [] : [saidOfRecovery(recovered)];
    const seen: Seen = { notes, proof: [] };
    const end: ApplyEnd = await applyChanges(machine, freshHost, { ...(await makeJob(work, options, freshHost, seen)), secrets });
    if (end.outcome === 'applied' && unkept !== undefined) await removeUnkept(machine).catch(() => undefined);
    // What cannot be let go of now is let go of by a later run.
    if (end.outcome === 'applied') await pruneHistory(machine, freshHost).catch(() => undefined);
    const described = describeEnd(end, work, seen.notes, seen.proof, options.root);
    return end.outcome === 'applied' ? withWhatIsLeft(described, work, freshHost(), options.withServices) : described;
  } finally {
    await lock.release();
  }
}

/** What is left to do beside the changes, after all is done: what cannot be told is no failure any more. */
async function withWhatIsLeft(result: ApplyResult, work: PlannedWork, host: Host, withServices: boolean): Promise<ApplyResult> {
  const paths = work.preview.map(({ path }) => path);
  const flush = withServices ? await flushStep(host, paths).catch(() => undefined) : undefined;
  const step = await repositoryStep(host, paths, withServices).catch(() => undefined);
  const next = [flush, step?.say].filter((say) => say !== undefined);
  const commit = step?.commit ?? [];
  const renew = await renewalSteps(host, work.plan.changes).catch(() => []);
  return { ...result, next: [...renew, ...result.next, ...next], ...(commit.length === 0 ? {} : { commit }) };
}

/** When each new certificate runs out: as it lies there, and as status says it. */
async function renewalSteps(host: Host, changes: readonly Change[]): Promise<readonly string[]> {
  const made = new Set(changes.flatMap((change) => (change.kind === 'certificate' ? [change.service] : [])));
  const standing = await Promise.all(services.filter(({ id }) => made.has(id)).map((one) => certificateStatus(host, one)));
  return standing.flatMap((one) => (one === undefined ? [] : [`Renew ${one.path} before ${one.notAfter.slice(0, 10)}`]));
}

/** What there is to say beside how it ended. */
interface Seen {
  readonly notes: string[];
  proof: readonly Finding[];
}

async function makeJob(work: PlannedWork, options: ApplyOptions, freshHost: () => Host, seen: Seen): Promise<ApplyJob> {
  const { plan } = work;
  const before = freshHost();
  const watched = options.withServices ? await watchChoices(before) : undefined;
  const services = await serviceRuns(plan, before);
  return {
    doing: options.doing,
    planId: options.planId,
    keepWithin: options.keepWithin === undefined ? undefined : { seconds: options.keepWithin, session: await loginSession() },
    momentum: (await findMomentum(before)).version?.text,
    changes: plan.changes,
    preconditions: plan.preconditions,
    answers: plan.answers,
    preview: work.preview,
    services,
    concerned: plan.services.map(({ service, needs }) => ({ service, action: needs })),
    makePair: (change, read) => makePair(change, before.now(), { read, given: work.keys }),
    makeDhParameters: async (bits, tell, signal) => makeDhParameters(await openssl(before), bits, tell, signal),
    compromised: work.compromised,
    // Only where something can be tried: PostgreSQL, or for a rollback what the services would come back to.
    rehearse:
      isRollback(plan) || plan.services.some(({ service }) => service === 'msyspg')
        ? (bytesOf) => rehearse(plan, services, freshHost, bytesOf, seen.notes)
        : undefined,
    verify: async () => {
      const { all = [], worse = [] } = (await watched?.(freshHost())) ?? {};
      seen.proof = all;
      const faults = worse.map(({ what, evidence }) => [what, ...evidence].join('; '));
      if (!isRollback(plan)) return faults;
      // What stood before is wanted, faults and all: they come back with it, and are said.
      seen.notes.push(...faults.map((fault) => `As before, and so it fails again: ${fault}`));
      return [];
    },
    note: (what) => seen.notes.push(what),
    say: (phase, what, share) => options.onEvent({ phase, what, ...(share === undefined ? {} : { share }) }),
    signal: options.signal,
  };
}

/** What is proven, and of it what fails now and did not fail before. */
interface Proof {
  readonly all: readonly Finding[];
  readonly worse: readonly Finding[];
}

async function watchChoices(before: Host): Promise<(later: Host) => Promise<Proof>> {
  const known = await proveAll(before);
  const watches = await Promise.all(choices.map((choice) => choice.watch?.(before)));
  return async (later) => {
    const compared = await Promise.all(watches.map((watch) => watch?.(later) ?? []));
    const all = [...(await proveAll(later)), ...compared.flat()];
    return { all, worse: newFaults(known, all) };
  };
}

async function proveAll(host: Host): Promise<readonly Finding[]> {
  const proofs = [...choices.map((choice) => choice.verify(host)), ...services.map((service) => service.verify?.(host) ?? [])];
  return (await Promise.all(proofs)).flat();
}

async function serviceRuns(plan: Plan, host: Host): Promise<readonly ServiceRun[]> {
  const runs: ServiceRun[] = [];
  for (const { service: id, title, action } of plan.services) {
    const service = services.find((candidate) => candidate.id === id);
    const command = action === 'none' || service === undefined ? undefined : await service.control(host, action);
    if (action === 'none' || service === undefined || command === undefined) continue;
    runs.push({
      service: id,
      title,
      action,
      command,
      test: await service.test(host),
      running: (at) => service.running(at),
      ready: async (at) => (await servedPair(at, service)).every(({ status }) => status !== 'fail'),
    });
  }
  return runs;
}

function isRollback({ changes }: Plan): boolean {
  return changes.every(({ choice }) => choice === ROLLBACK);
}

/**
 * What a service of today makes of its present files is told apart from what ours would do to it. A
 * rollback goes on where it does not start with either, and leaves it running as it is.
 */
async function rehearse(
  plan: Plan,
  running: readonly ServiceRun[],
  freshHost: () => Host,
  bytesOf: (path: string) => Buffer | undefined,
  notes: string[],
): Promise<Rehearsed> {
  const host = freshHost();
  const leaveAlone: string[] = [];
  const leave = ({ service, title }: ServiceRun, why: string) => {
    leaveAlone.push(service);
    notes.push(`${title} was not restarted: it would not start with its configuration, before and after this (${why})`);
  };
  const doubtful: string[] = [];
  for (const service of isRollback(plan) ? running : [])
    if ((await whyTestFails(host, service)) !== undefined) doubtful.push(service.service);
  if (!plan.services.some(({ service }) => service === 'msyspg')) return { doubts: [], leaveAlone, doubtful };
  const tried = await withScratch(host, 'msyspg', (scratch) => rehearseDatabase(host.after(plan.changes), bytesOf, scratch));
  if (tried.outcome === 'started') return { doubts: [], leaveAlone, doubtful };
  if (tried.outcome === 'not-tried') {
    notes.push(`PostgreSQL was not tried with the new files beforehand: ${tried.why}`);
    return { doubts: [], leaveAlone, doubtful };
  }
  const asIs = await withScratch(host, 'msyspg', (scratch) => rehearseDatabase(host, () => undefined, scratch));
  if (asIs.outcome !== 'failed')
    return { doubts: [`PostgreSQL would not start with the new files: ${tried.why}`], leaveAlone, doubtful };
  const database = running.find(({ service }) => service === 'msyspg');
  if (database === undefined) {
    notes.push(
      `PostgreSQL does not start with the present configuration either (${asIs.why}), so the new one could not be tried`,
    );
    return { doubts: [], leaveAlone, doubtful };
  }
  if (isRollback(plan)) leave(database, asIs.why);
  const doubt = `PostgreSQL runs, but would not start with the configuration it has now: ${asIs.why}. A restart would end it: correct that first`;
  return { doubts: isRollback(plan) ? [] : [doubt], leaveAlone, doubtful };
}
