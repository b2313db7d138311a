import type { Answers } from '../answers/answers.ts';
import { readHistory } from '../apply/history.ts';
import type { Host } from '../host/host.ts';
import { appliedAnswers } from './applied-answers.ts';
import { findDrift } from './drift.ts';
import type { Before, Survey } from './engine.ts';

/** What an earlier run, or an installer that was told so, left on this host; undefined on one that has none of it. */
export async function lookBack(host: Host, survey: Survey): Promise<Before | undefined> {
  const drift = await findDrift(host);
  const on = survey.choices.filter(({ answer }) => answer === 'offer' || answer === 'require' || answer === true);
  if (!drift.applied && on.length === 0) return undefined;
  const applied = (await appliedAnswers(host)) ?? {};
  const lost = drift.lost.map(({ choice }) => choice);
  // Half done, and not known from any run of ours: what is chosen there is what it is to be.
  const half = on.filter(({ id, gaps }) => !lost.includes(id) && gaps.some(({ status }) => status === 'fail'));
  const newest = drift.applied ? (await readHistory(host)).at(-1) : undefined;
  return {
    last: newest === undefined ? undefined : { id: newest.id, at: newest.at },
    findings: drift.findings.filter(({ status, id }) => status !== 'pass' && id !== 'unfinished-run'),
    again: {
      ...partOf(
        survey.answers,
        half.map(({ id }) => id),
      ),
      ...partOf(applied, lost),
    },
  };
}

/** What answers say of these choices, with what belongs to them. */
function partOf(answers: Answers, choices: readonly string[]): Answers {
  const keys = new Set(choices.flatMap(keysOf));
  return Object.fromEntries(Object.entries(answers).filter(([key]) => keys.has(key)));
}

function keysOf(choice: string): readonly string[] {
  if (choice === 'tlsProtocols') return ['tls'];
  return choice === 'webUiSsl' ? ['webUiSsl', 'webUi'] : [choice];
}
