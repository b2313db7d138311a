import { X509Certificate } from 'node:crypto';
import { type Receipt, readHistory } from '../apply/history.ts';
import type { Step } from '../apply/journal.ts';
import { ROLLBACK } from '../apply/originals.ts';
import { isPutBack } from '../apply/unkept.ts';
import type { Host } from '../host/host.ts';
import { isAuthority } from '../host/layout.ts';
import { type HostPath, hostPath } from '../model/paths.ts';
import type { Change, Effect, PlannedFinding } from '../plan/change.ts';
import type { Plan, PlannedService } from '../plan/plan.ts';
import { services } from '../services/index.ts';
import type { PlannedWork } from './engine.ts';
import { previewChanges } from './preview.ts';
import { requireMomentum } from './survey.ts';

/** A rollback that would do harm, or has nothing to go by: nothing was changed. */
class RollbackRefusedError extends Error {
  override readonly name = 'RollbackRefusedError';
}

/** The history has no such entry, or none at all. */
export class NoEntryError extends Error {
  override readonly name = 'NoEntryError';
}

/** The entry to undo: the one named, else the newest. Throws NoEntryError where there is none. */
export async function findEntry(host: Host, id: string | undefined): Promise<Receipt> {
  const history = await readHistory(host);
  const entry = id === undefined ? history.at(-1) : history.find((receipt) => Number(receipt.id) === Number(id));
  if (entry !== undefined) return entry;
  if (history.length === 0) await requireMomentum(host);
  if (history.length === 0) throw new NoEntryError('There is nothing to roll back: nothing was ever applied here');
  throw new NoEntryError(`There is no entry ${id}; there are ${history.map((receipt) => receipt.id).join(', ')}`);
}

export interface RollbackOptions {
  readonly withServices: boolean;
  /** Leaves what was edited since beside the file that is put back, instead of refusing. */
  readonly keepEdited: boolean;
}

/**
 * A plan that puts back what stood before an entry, byte for byte, in the reverse order. It reads no
 * configuration, so it works where one is broken. Throws RollbackRefusedError where a file was edited
 * since and is not to be kept beside, where a later entry stands on it, and where a copy is gone.
 */
export async function planRollback(host: Host, entry: Receipt, options: RollbackOptions): Promise<PlannedWork> {
  await refuseIfBuiltUpon(host, entry);
  const steps = entry.steps.filter(({ path }) => !isAuthority(path)).reverse();
  const looked = await Promise.all(steps.map(async (step) => ({ step, now: await standing(host, step) })));
  if (!options.keepEdited) refuseIfEdited(looked, entry);
  const changes: Change[] = [];
  for (const { step, now } of looked) changes.push(...(await undoStep(host, step, now, entry)));
  const plan: Plan = {
    format: 1,
    createdAt: host.now().toISOString(),
    // What it leaves is what stood before the entry: no answers of anybody's.
    answers: {},
    changes,
    preconditions: host.observations(),
    findings: await expiredCertificates(host, entry.steps),
    services: await servicesOf(host, entry, options.withServices),
  };
  return { plan, preview: await previewChanges(host, changes) };
}

/**
 * In words, where what an operator would undo without naming it went by itself just now: to undo that
 * would do again what nobody kept.
 */
export function saidIfPutBack({ id, doing }: Receipt): string | undefined {
  return isPutBack(doing)
    ? `Nothing to undo: ${id} was the ${doing}, and it is as it was before. To have it again all the same: rollback ${id}`
    : undefined;
}

async function refuseIfBuiltUpon(host: Host, entry: Receipt): Promise<void> {
  // The index of a choice's originals is one of them: a later entry of the same choice stands on this one.
  const mine = new Set(entry.steps.map((step) => step.path));
  for (const later of await readHistory(host)) {
    if (Number(later.id) <= Number(entry.id)) continue;
    const shared = later.steps.find((step) => mine.has(step.path));
    if (shared !== undefined) {
      throw new RollbackRefusedError(
        `${shared.path} was changed again by ${later.id}, which stands on ${entry.id}: roll ${later.id} back first`,
      );
    }
  }
}

/** The hash of the file that stands at a step's path now; null where none does. */
async function standing(host: Host, { path }: Step): Promise<string | null> {
  const facts = await host.stat(path);
  return facts?.kind === 'file' ? ((await host.read(path))?.hash ?? null) : null;
}

/** The hash of what the entry left there; null where nothing, or a directory. */
function leftBy({ before, after }: Step): string | null {
  return after?.kind === 'file' ? (after.hash ?? before?.hash ?? null) : null;
}

function refuseIfEdited(looked: readonly { readonly step: Step; readonly now: string | null }[], entry: Receipt): void {
  const edited = looked.filter(({ step, now }) => now !== leftBy(step));
  if (edited.length === 0) return;
  const places = edited.map(({ step: { path, before, after }, now }) => {
    const what = now === null ? 'is gone' : after === null ? 'is there again' : 'was edited';
    return `${path} ${what} since ${entry.id}; rolling back would lose that. Its original is ${before?.copy ?? 'that nothing stood there'}`;
  });
  const both = `To keep both: momentum-secure rollback ${entry.id} --keep-edited leaves what is there now beside it, as NAME${asideOf(entry)}`;
  throw new RollbackRefusedError([...places, both].join('\n'));
}

/** No name that a wildcard include of any service would take in. */
function asideOf({ id }: Receipt): string {
  return `.edited-since-${id}`;
}

async function undoStep(host: Host, step: Step, now: string | null, entry: Receipt): Promise<readonly Change[]> {
  const common = { choice: ROLLBACK, affects: [] as Effect[] };
  const here = { ...common, why: `As it was before ${entry.id}`, path: step.path };
  const aside = now !== null && now !== leftBy(step) ? await keepAside(host, step.path, now, common, entry) : [];
  if (step.before === null) return now === null ? [] : [...aside, { kind: 'remove', ...here, onHash: now }];
  const { owner, group, mode, copy, hash } = step.before;
  const attributes = { owner, group, mode };
  if (copy === null || hash === null || hash === now) return [{ kind: 'attributes', ...here, attributes }];
  if (entry.compromised !== undefined && (await host.stat(copy)) === undefined)
    throw new RollbackRefusedError(
      `What stood at ${step.path} before ${entry.id} was given up because others may have the key: it is kept nowhere, and cannot come back`,
    );
  if ((await host.read(copy))?.hash !== hash)
    throw new RollbackRefusedError(
      `What stood at ${step.path} before ${entry.id} is not kept any more (${copy}): replaced private keys are let go of after some time. Issue a new one instead`,
    );
  const pair = step.pairWith === undefined ? {} : { pair: [step.path, step.pairWith].sort().join(' ') };
  return [...aside, { kind: 'restore', ...here, from: copy, hash, onHash: now, attributes, ...pair }];
}

/** What somebody made of the file since stays, under a name of its own. */
async function keepAside(
  host: Host,
  path: HostPath,
  hash: string,
  common: { readonly choice: string; readonly affects: readonly Effect[] },
  entry: Receipt,
): Promise<readonly Change[]> {
  const facts = await host.stat(path);
  const aside = hostPath(`${path}${asideOf(entry)}`);
  const other = await host.read(aside);
  if (facts === undefined || other?.hash === hash) return [];
  if (other !== undefined) throw new RollbackRefusedError(`${aside} is there already, with another content: move it away first`);
  const { owner, group, mode } = facts;
  const why = `What was made of ${path} since ${entry.id}`;
  return [{ kind: 'restore', ...common, why, path: aside, from: path, hash, onHash: null, attributes: { owner, group, mode } }];
}

/** Exactly what stood there comes back, also where it serves nobody any more: that is said. */
async function expiredCertificates(host: Host, steps: readonly Step[]): Promise<readonly PlannedFinding[]> {
  const findings: PlannedFinding[] = [];
  for (const { path, before } of steps) {
    if (before?.copy == null) continue;
    const until = certificateEnd((await host.read(before.copy))?.bytes);
    if (until === undefined || until > host.now()) continue;
    const what = `The certificate that comes back at ${path} has expired`;
    const steps = ['Renew it after the rollback: momentum-secure renew'];
    findings.push({ id: 'expired-certificate-back', status: 'warn', what, evidence: [until.toISOString()], remedy: { steps } });
  }
  return findings;
}

function certificateEnd(bytes: Buffer | undefined): Date | undefined {
  if (bytes === undefined || !bytes.includes('-----BEGIN CERTIFICATE-----')) return undefined;
  try {
    return new X509Certificate(bytes).validToDate;
  } catch {
    return undefined;
  }
}

async function servicesOf(host: Host, entry: Receipt, withServices: boolean): Promise<readonly PlannedService[]> {
  const rows: PlannedService[] = [];
  for (const service of services) {
    const touched = entry.services.find((one) => one.service === service.id);
    if (touched === undefined) continue;
    const needs = touched.action === 'reload' ? 'reload' : 'restart';
    const row = { service: service.id, title: service.title, needs } as const;
    if (!withServices) rows.push({ ...row, action: 'none', interrupts: ['It is left alone: --no-services'] });
    else if ((await service.running(host)).state === 'stopped')
      rows.push({ ...row, action: 'none', interrupts: ['It is stopped, and stays so'] });
    else rows.push({ ...row, action: needs, interrupts: await service.interrupts(host, needs) });
  }
  return rows;
}
