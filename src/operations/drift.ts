import type { Answers } from '../answers/answers.ts';
import { type Accepted, readAccepted } from '../apply/accepted.ts';
import { readHistory } from '../apply/history.ts';
import { NotUnderstoodError } from '../choices/blocks.ts';
import type { Choice } from '../choices/choice.ts';
import { choices } from '../choices/index.ts';
import { type Host, HostReadError } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Finding } from '../model/finding.ts';
import type { HostPath } from '../model/paths.ts';
import { type Change, pathsOf } from '../plan/change.ts';
import { diffTexts } from '../plan/diff.ts';
import type { DiffLine, FilePreview } from '../plan/preview.ts';
import { MissingSecretError } from '../plan/secret.ts';
import { commandsFor } from '../preflight/words.ts';
import { appliedAnswers } from './applied-answers.ts';
import { fileFinding, lostFinding, settledFinding } from './drift-findings.ts';
import { type Drift, type DriftedFile, type LostChoice, MOST_LINES, type Settled } from './drifted.ts';
import { isExposed } from './exposure.ts';
import { keptContent, type ManagedFile, managedFiles } from './managed-files.ts';
import { leftByPackages } from './package-leftovers.ts';
import { previewChanges } from './preview.ts';
import { requireMomentum, unfinishedRun } from './survey.ts';
import { unkeptFindings } from './unkept-findings.ts';

/** What differs from what was last applied: file by file, and choice by choice. Reads only. */
export async function findDrift(host: Host): Promise<Drift> {
  await requireMomentum(host);
  const unfinished = [...(await unfinishedRun(host)), ...(await unkeptFindings(host))];
  const answers = await appliedAnswers(host);
  const managed = await managedFiles(host);
  if (answers === undefined && managed.length === 0) {
    const never = (await readHistory(host)).length === 0;
    const what = never ? 'Nothing was applied here yet' : 'All that was applied here was taken back';
    const findings: readonly Finding[] = [...unfinished, { id: 'nothing-applied', status: 'pass', what, evidence: [] }];
    return { applied: false, drifted: false, accepted: [], files: [], lost: [], findings };
  }
  const { lost, wouldChange, untold, findings: unknown } = await lostChoices(host, answers ?? {}, managed);
  const files: DriftedFile[] = [];
  const known = await readAccepted(host);
  const settled: Settled[] = [];
  for (const file of managed) {
    const drifted = await compare(
      host,
      file,
      file.choices.some((choice) => untold.has(choice)) ? null : !wouldChange.has(file.path),
    );
    if (drifted === undefined) continue;
    const by = await acceptedAs(host, drifted, known);
    if (by === undefined) files.push(drifted);
    else settled.push({ file: drifted, by });
  }
  const findings = [
    ...unfinished,
    ...files.map(fileFinding),
    ...lost.map(lostFinding),
    ...unknown,
    ...(await leftByPackages(host, managed)),
  ];
  const drifted = files.length > 0 || lost.length > 0;
  const left = settled.length === 0 ? 'as they were left' : 'as they were left or accepted';
  const same = `All ${managed.length} managed files are ${left}, and all choices are in force`;
  const said: readonly Finding[] = drifted ? [] : [{ id: 'no-drift', status: 'pass', what: same, evidence: [] }];
  return {
    applied: true,
    drifted,
    accepted: settled.map(({ file: { path } }) => path),
    files,
    lost,
    findings: [...findings, ...said, ...settled.map(settledFinding)],
  };
}

/** A link in its place, and what was edited once more, was accepted by nobody. */
async function acceptedAs(
  host: Host,
  { path, entry, kinds }: DriftedFile,
  accepted: readonly Accepted[],
): Promise<Accepted | undefined> {
  const now = await host.read(path);
  if (now === undefined || kinds.includes('link')) return undefined;
  const { hash, owner, group, mode } = now;
  return accepted.find(
    (one) =>
      one.path === path &&
      // The history lets go of entries in time, and what was accepted over one stays so.
      (entry === null || one.entry === entry) &&
      one.hash === hash &&
      one.owner === owner &&
      one.group === group &&
      one.mode === mode,
  );
}

async function compare(host: Host, file: ManagedFile, stillInForce: boolean | null): Promise<DriftedFile | undefined> {
  const { path, hash, attributes, entry, secret, data } = file;
  const [link, facts] = await Promise.all([host.lstat(path), host.stat(path)]);
  const now = facts?.kind === 'file' ? await host.read(path) : undefined;
  const kinds: DriftedFile['kinds'][number][] = [];
  if (hash !== null && now === undefined) kinds.push('missing');
  else if (!data && (now?.hash ?? null) !== hash) kinds.push('content');
  // Half of a pair is a link while it changes place; a link that root may follow leads to what counts.
  if (link?.kind === 'link' && facts?.followed.some(({ trusted }) => !trusted)) kinds.push('link');
  if (now !== undefined && attributes !== undefined) {
    if (now.owner !== attributes.owner || now.group !== attributes.group) kinds.push('owner');
    if (now.mode !== attributes.mode) kinds.push('mode');
  }
  if (kinds.length === 0) return undefined;
  const left = hash === null || secret || !kinds.includes('content') ? undefined : await keptContent(host, path, hash);
  const lines = left === undefined ? [] : changedLines(left, now?.bytes.toString('utf8') ?? '');
  const differs = now !== undefined && attributes !== undefined && (kinds.includes('owner') || kinds.includes('mode'));
  return {
    path,
    choices: file.choices,
    kinds,
    entry: entry?.id ?? null,
    lines,
    stillInForce,
    exposed: now !== undefined && isExposed(file, now),
    putBackBy: differs ? commandsFor(now, attributes) : null,
  };
}

function changedLines(left: string, now: string): DriftedFile['lines'] {
  const lines = diffTexts(left, now).hunks.flatMap((hunk) => hunk.lines);
  return lines.filter((line): line is DriftLine => line.kind !== 'context');
}

type DriftLine = DiffLine & { readonly kind: 'added' | 'removed' };

interface Lost {
  readonly lost: readonly LostChoice[];
  /** What an apply of the same answers would write. */
  readonly wouldChange: ReadonlySet<HostPath>;
  /** Choices of which nothing can be told. */
  readonly untold: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** A choice is in force where planning its last answer again finds nothing to do. */
async function lostChoices(host: Host, answers: Answers, managed: readonly ManagedFile[]): Promise<Lost> {
  const lost: LostChoice[] = [];
  const findings: Finding[] = [];
  const wouldChange = new Set<HostPath>();
  const untold = new Set<string>();
  for (const choice of choices) {
    try {
      const changes = await withoutPairsAsLeft(host, await choice.plan(host, answers), managed);
      if (changes.length === 0) continue;
      const preview = await previewChanges(host, changes);
      for (const { path } of preview) wouldChange.add(path);
      const because = [...(await decidedBy(host, choice)), ...preview.flatMap(inTheWay)];
      lost.push({ choice: choice.id, title: choice.title, because });
    } catch (error) {
      // There is something to do, and it takes a password: which one is nobody's business here.
      if (error instanceof MissingSecretError) {
        lost.push({ choice: choice.id, title: choice.title, because: ['Entries of it are missing'] });
        continue;
      }
      if (!(error instanceof HostReadError || error instanceof NotUnderstoodError)) throw error;
      const [first = '', ...evidence] = error.message.split('\n');
      const what = `${choice.title}: whether it is still in force cannot be told. ${first}`;
      untold.add(choice.id);
      findings.push({ id: 'drift-unknown', status: 'fail', what, evidence });
    }
  }
  return { lost, wouldChange, untold, findings };
}

/**
 * A pair that is as it was left is no drift, whatever would be issued today: it may have been made before, or
 * after, what the answers say of certificates was answered. Nor is an authority that only such a pair asks for.
 * One that would be handed over is: the files that hold it were renewed since.
 */
async function withoutPairsAsLeft(
  host: Host,
  changes: readonly Change[],
  managed: readonly ManagedFile[],
): Promise<readonly Change[]> {
  const left = new Map(managed.map(({ path, hash }) => [path, hash]));
  const isAsLeft = async (path: HostPath) => left.has(path) && left.get(path) === ((await host.read(path))?.hash ?? null);
  const kept: Change[] = [];
  for (const change of changes) {
    const isIssued = change.kind === 'certificate' && change.signer?.kind !== 'given';
    const asLeft = isIssued && (await Promise.all(pathsOf(change).map(isAsLeft))).every(Boolean);
    if (!asLeft) kept.push(change);
  }
  const isPair = (change: Change) => change.kind === 'certificate' && !isOwn(change);
  return kept.some(isPair) || changes.every((change) => !isPair(change)) ? kept : kept.filter((change) => !isOwn(change));
}

function isOwn(change: Change): boolean {
  return pathsOf(change).every((path) => path.startsWith(LAYOUT.state));
}

async function decidedBy(host: Host, choice: Choice): Promise<readonly string[]> {
  const decided = (await choice.decided?.(host)) ?? [];
  return decided.map(({ what, where, over }) => `${where}  ${what} wins over ${over.join(', ')}`);
}

function inTheWay({ path, before, hunks, why }: FilePreview): readonly string[] {
  if (before === null) return [`${path} is missing`];
  const lines = hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'removed');
  if (lines.length === 0) return [`${path}: ${why.join('; ')}`];
  return lines.slice(0, MOST_LINES).map(({ number, text }) => `${path}:${number}  ${text.trim()}`);
}
