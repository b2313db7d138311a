import { sha256 } from '../host/facts.ts';
import type { Host } from '../host/host.ts';
import { choicesWithOriginals, ORIGINALS, type Original, originalsIndex, readOriginals } from '../host/originals.ts';
import { baseName, type HostPath, joinPath } from '../model/paths.ts';
import { type Change, pathsOf } from '../plan/change.ts';
import { ensureStore } from './history.ts';
import { PRIVATE_FILE } from './journal.ts';
import type { Machine } from './machine.ts';
import type { LoadedStep } from './transaction.ts';

/** In the place of a choice's id: what puts an entry back. The index of the originals goes back with it, by itself. */
export const ROLLBACK = 'rollback';

/**
 * What each choice found before it first changed a path, kept so that turning it off gives the
 * operator's own bytes back. The index changes in the same transaction as the files it speaks of;
 * the copies are written before it and never removed.
 * Where a step leaves exactly what stood there before, the choice is done with that path.
 */
export async function originalsSteps(
  machine: Machine,
  freshHost: () => Host,
  changes: readonly Change[],
  steps: readonly LoadedStep[],
  keepIn: HostPath,
): Promise<readonly LoadedStep[]> {
  const host = freshHost();
  const choices = [...new Set(changes.map((change) => change.choice))].filter((choice) => choice !== ROLLBACK);
  const next = new Map<string, readonly Original[]>();
  const pairs = changes.filter((change) => change.kind === 'certificate');
  const issued = new Set(pairs.flatMap(pathsOf));
  const given = new Set(pairs.filter(({ signer }) => signer?.kind === 'given').flatMap(pathsOf));
  for (const choice of choices) {
    const touched = new Set(changes.filter((change) => change.choice === choice).flatMap(pathsOf));
    const mine = steps.filter(
      ({ path, before, after }) =>
        touched.has(path) && (before ?? after) !== null && before?.kind !== 'directory' && after?.kind !== 'directory',
    );
    if (mine.length === 0) continue;
    await ensureStore(machine, freshHost(), [ORIGINALS]);
    const known = await readOriginals(host, choice);
    const made: (Original | undefined)[] = [];
    // What a tool makes where somebody removed what was there has nothing of it left.
    const isWhole = (step: LoadedStep) => issued.has(step.path) || (step.byTool === true && step.before === null);
    for (const step of mine) {
      const next = await nextOriginal(machine, freshHost, choice, step, known, isWhole(step));
      made.push(issued.has(step.path) ? whose(next, given.has(step.path)) : next);
    }
    const untouched = known.filter((original) => !touched.has(original.path)).flatMap((one) => follow(one, steps));
    next.set(choice, [...untouched, ...made.filter((original) => original !== undefined)]);
  }
  if (choices.length === 0) return [];
  const known = await allOriginals(host);
  // Another pair in the place of a choice's is none of that choice's any more.
  const edited = steps.filter(({ path }) => !issued.has(path));
  for (const [choice, records] of followed(known, choices, edited)) next.set(choice, records);
  const isSettled = settledBy(edited, [...known.values()].flat());
  const extra: LoadedStep[] = [];
  for (const [choice, records] of next) {
    const index = records.filter((original) => !isSettled(original));
    extra.push(await indexStep(host, choice, index, joinPath(keepIn, `originals-${choice}`)));
  }
  return extra;
}

async function allOriginals(host: Host): Promise<ReadonlyMap<string, readonly Original[]>> {
  const found = new Map<string, readonly Original[]>();
  for (const choice of await choicesWithOriginals(host)) found.set(choice, await readOriginals(host, choice));
  return found;
}

/**
 * Several choices may have changed one file. What this run leaves in it is no edit of somebody's to the
 * others either: their records follow.
 */
function followed(
  known: ReadonlyMap<string, readonly Original[]>,
  acting: readonly string[],
  steps: readonly LoadedStep[],
): ReadonlyMap<string, readonly Original[]> {
  const found = new Map<string, readonly Original[]>();
  for (const [choice, records] of known) {
    if (acting.includes(choice)) continue;
    const index = records.flatMap((original) => follow(original, steps));
    if (index.length !== records.length || index.some((original, at) => original !== records[at])) found.set(choice, index);
  }
  return found;
}

/** The same record of a path that another choice changed, or none where that brought back what stood there first. */
function follow(original: Original, steps: readonly LoadedStep[]): readonly Original[] {
  const step = steps.find(({ path }) => path === original.path);
  const [was, is] = [step?.before?.hash ?? null, step?.after?.hash ?? null];
  if (step === undefined || was === is || was !== original.written) return [original];
  return is === (original.before?.hash ?? null) ? [] : [{ ...original, written: is }];
}

/**
 * A file that is as one choice found it has nothing left of that one, nor of those that came to it later:
 * what they found was of the earlier one's making, and must never be given back.
 */
function settledBy(steps: readonly LoadedStep[], records: readonly Original[]): (original: Original) => boolean {
  const settledSince = new Map<HostPath, string>();
  for (const step of steps) {
    const [was, is] = [step.before?.hash ?? null, step.after?.hash ?? null];
    if (was === is) continue;
    const since = records
      .filter(({ path, before }) => path === step.path && (before?.hash ?? null) === is)
      .map((record) => record.since)
      .sort()[0];
    if (since !== undefined) settledSince.set(step.path, since);
  }
  return ({ path, since }) => since >= (settledSince.get(path) ?? '~');
}

async function nextOriginal(
  machine: Machine,
  freshHost: () => Host,
  choice: string,
  step: LoadedStep,
  known: readonly Original[],
  whole: boolean,
): Promise<Original | undefined> {
  const written = step.after?.hash ?? step.before?.hash ?? null;
  const first = known.find((original) => original.path === step.path);
  const foreign = first !== undefined && (step.before?.hash ?? null) !== first.written;
  // A file that is replaced as a whole, and was somebody else's meanwhile, has a new original.
  if (first !== undefined && !(foreign && whole)) {
    const back = step.after === null ? first.before === null : first.before?.hash === written;
    const mixed = first.mixed === true || foreign;
    return back ? undefined : { ...first, written: step.after === null ? null : written, ...(mixed ? { mixed } : {}) };
  }
  const before = step.before === null ? null : await keepCopy(machine, freshHost(), choice, step);
  return { path: step.path, before, written: step.after === null ? null : written, since: freshHost().now().toISOString() };
}

function whose(original: Original | undefined, isGiven: boolean): Original | undefined {
  if (original === undefined) return undefined;
  const { given: _, ...rest } = original;
  return isGiven ? { ...rest, given: true } : rest;
}

async function keepCopy(machine: Machine, host: Host, choice: string, step: LoadedStep): Promise<Original['before']> {
  // A tool has been there already: what stood there before it is in the entry's own store.
  const file = await host.read(step.byTool === true ? (step.before?.copy ?? step.path) : step.path);
  if (file === undefined || step.before === null) return null;
  const directory = joinPath(ORIGINALS, choice);
  await ensureStore(machine, host, [directory]);
  // Named by content: the same original kept twice is one file.
  const copy = joinPath(directory, `${baseName(step.path)}-${file.hash.slice(0, 16)}`);
  await machine.write(copy, file.bytes, PRIVATE_FILE);
  const { owner, group, mode } = step.before;
  return { owner, group, mode, hash: file.hash, copy };
}

async function indexStep(host: Host, choice: string, index: readonly Original[], copy: HostPath): Promise<LoadedStep> {
  const path = originalsIndex(choice);
  const bytes = Buffer.from(`${JSON.stringify(index, null, 1)}\n`);
  const now = await host.read(path);
  return {
    path,
    before: now === undefined ? null : { ...PRIVATE_FILE, kind: 'file', hash: now.hash, copy },
    after: { ...PRIVATE_FILE, kind: 'file', hash: sha256(bytes) },
    temporary: `.${choice}.json.new`,
    bytes,
  };
}
