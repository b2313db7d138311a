import type { Answers } from '../answers/answers.ts';
import { checkAnswers } from '../answers/schema.ts';
import { type PrunedEntry, prunedEntries, readHistory } from '../apply/history.ts';
import type { Host } from '../host/host.ts';
import { requireMomentum } from './survey.ts';

/** The entries whose effect stands: what was rolled back since, and the rollback itself, are left out. Oldest first. */
async function standingEntries(host: Host): Promise<readonly PrunedEntry[]> {
  // An entry that is being let go of is in both.
  const entries: readonly PrunedEntry[] = [...(await prunedEntries(host)), ...(await readHistory(host))];
  const all = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
  const undone = new Set<string>();
  // From the newest: a rollback that was itself rolled back undoes nothing.
  for (const { id, doing } of [...all].reverse()) {
    const of = /^rollback of (\d+)/.exec(doing)?.[1];
    if (of !== undefined && !undone.has(id)) undone.add(of);
  }
  return all.filter(({ id, doing }) => !undone.has(id) && !doing.startsWith('rollback of '));
}

/** What was answered last, over all that was applied here; undefined where nothing was, or all of it was taken back. */
export async function appliedAnswers(host: Host): Promise<Answers | undefined> {
  const entries = await standingEntries(host);
  if (entries.length === 0) return undefined;
  const merged = entries.reduce<unknown>((known, { answers }) => withoutPortOfNothing(over(known, withoutKeep(answers))), {});
  const checked = checkAnswers(withoutNulls(merged));
  return checked.ok ? checked.answers : undefined;
}

/** Nothing was applied here that could be applied again. */
class NothingAppliedError extends Error {
  override readonly name = 'NothingAppliedError';
}

/** The answers that were applied last with `given` over them. Throws NothingAppliedError. */
export async function answersAgain(host: Host, given: Answers): Promise<Answers> {
  await requireMomentum(host);
  const last = await appliedAnswers(host);
  if (last === undefined)
    throw new NothingAppliedError('There is nothing to apply again: nothing was applied here, or all of it was taken back');
  return over(last, given) as Answers;
}

/** What holds where `given` is asked for alone: the same, also where nothing was applied. */
export async function answersOver(host: Host, given: Answers): Promise<Answers> {
  return over((await appliedAnswers(host)) ?? {}, given) as Answers;
}

/** To keep what is there takes back nothing of what was answered before. */
function withoutKeep(answers: Readonly<Record<string, unknown>>): unknown {
  if (!isMapping(answers.tls)) return answers;
  const { scopes, ...directions } = Object.fromEntries(Object.entries(answers.tls).filter(([, answer]) => answer !== 'keep'));
  // Scopes are of the directions that they were answered with: alone they change nothing.
  const isAlone = scopes === undefined || Object.keys(directions).length === 0;
  return { ...answers, tls: isAlone ? directions : { ...directions, scopes } };
}

/** A port that was answered while the web UI had no TLS moved nothing, and whoever turns TLS on later may mean another. */
function withoutPortOfNothing(merged: unknown): unknown {
  if (!isMapping(merged) || merged.webUiSsl === 'offer' || merged.webUiSsl === 'require') return merged;
  const { webUi: _, ...rest } = merged;
  return rest;
}

/** What was taken back is the operator's own again: once more, it would take back what was answered beside it since. */
function withoutNulls(merged: unknown): unknown {
  if (!isMapping(merged)) return merged;
  const kept = Object.entries(merged).filter(([, answer]) => answer !== null);
  return Object.fromEntries(kept.map(([key, answer]) => [key, withoutNulls(answer)]));
}

function over(known: unknown, next: unknown): unknown {
  if (!isMapping(known) || !isMapping(next)) return next;
  const merged: Record<string, unknown> = { ...known };
  // Files belong to the source that they were named with.
  if ('source' in next) for (const file of ['certificate', 'key', 'chain']) delete merged[file];
  // Who turns Diffie-Hellman on and names no group does not mean the one that Momentum has itself.
  if (next.enabled === true && merged.parameters === 'built-in') delete merged.parameters;
  for (const [key, value] of Object.entries(next)) merged[key] = over(known[key], value);
  return merged;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
