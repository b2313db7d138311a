import { type Receipt, readHistory } from '../apply/history.ts';
import type { Step } from '../apply/journal.ts';
import { ROLLBACK } from '../apply/originals.ts';
import type { Host } from '../host/host.ts';
import type { Change, Effect } from '../plan/change.ts';
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

/**
 * A plan that puts back what stood before an entry, byte for byte, in the reverse order. It reads no
 * configuration, so it works where one is broken. Throws RollbackRefusedError where a file was edited
 * since, or a later entry stands on it.
 */
export async function planRollback(host: Host, entry: Receipt, withServices: boolean): Promise<PlannedWork> {
  await refuseIfBuiltUpon(host, entry);
  const changes: Change[] = [];
  for (const step of [...entry.steps].reverse()) changes.push(...(await undoStep(host, step, entry)));
  const plan: Plan = {
    format: 1,
    createdAt: host.now().toISOString(),
    // What it leaves is what stood before the entry: no answers of anybody's.
    answers: {},
    changes,
    preconditions: host.observations(),
    findings: [],
    services: await servicesOf(host, entry, withServices),
  };
  return { plan, preview: await previewChanges(host, changes) };
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

async function undoStep(host: Host, step: Step, entry: Receipt): Promise<readonly Change[]> {
  const common = { choice: ROLLBACK, why: `As it was before ${entry.id}`, affects: [] as Effect[], path: step.path };
  const facts = await host.stat(step.path);
  const now = facts?.kind === 'file' ? ((await host.read(step.path))?.hash ?? null) : null;
  const left = step.after?.kind === 'file' ? (step.after.hash ?? step.before?.hash ?? null) : null;
  if (now !== left) {
    const what = now === null ? 'is gone' : step.after === null ? 'is there again' : 'was edited';
    throw new RollbackRefusedError(
      `${step.path} ${what} since ${entry.id}; rolling back would lose that. Its original is ${step.before?.copy ?? 'that nothing stood there'}`,
    );
  }
  if (step.before === null) return now === null ? [] : [{ kind: 'remove', ...common, onHash: now }];
  const { owner, group, mode, copy, hash } = step.before;
  const attributes = { owner, group, mode };
  if (copy === null || hash === null || hash === now) return [{ kind: 'attributes', ...common, attributes }];
  const pair = step.pairWith === undefined ? {} : { pair: [step.path, step.pairWith].sort().join(' ') };
  return [{ kind: 'restore', ...common, from: copy, hash, onHash: now, attributes, ...pair }];
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
