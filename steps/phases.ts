import type { ProgressItem } from '../components/progress/progress-lines.ts';
import type { ApplyEvent, ApplyPhase } from '../src/operations/engine.ts';

const labels: Readonly<Record<Exclude<ApplyPhase, 'done'>, string>> = {
  check: 'Check that nothing has changed meanwhile',
  generate: 'Generate what takes its time',
  rehearse: 'Rehearse with copies',
  write: 'Write',
  restart: 'Restart services',
  verify: 'Prove it',
  'put-back': 'Put everything back',
};

const wayForward: readonly (keyof typeof labels)[] = ['check', 'generate', 'rehearse', 'write', 'restart', 'verify'];

export function phaseLabel(phase: ApplyPhase): string {
  return phase === 'done' ? 'Done' : labels[phase];
}

/**
 * What the events so far say of each phase. Putting back is no phase of the plan: it shows once it
 * has begun, and what it interrupted is what failed.
 */
export function progressOf(events: readonly ApplyEvent[]): readonly ProgressItem[] {
  const latest = events.at(-1)?.phase;
  const isBack = events.some((event) => event.phase === 'put-back');
  const broken = isBack ? events.findLast((event) => event.phase !== 'put-back' && event.phase !== 'done')?.phase : undefined;
  const seen = new Set(events.map((event) => event.phase));
  const reached = wayForward.findLastIndex((phase) => seen.has(phase));
  const items = wayForward.flatMap((phase, index): readonly ProgressItem[] => {
    const last = events.findLast((event) => event.phase === phase);
    if (isBack && index > reached) return [];
    // Most plans have nothing that takes long to make.
    if (phase === 'generate' && last === undefined) return [];
    const state =
      phase === broken ? 'failed' : latest === 'done' || index < reached || isBack ? 'done' : index > reached ? 'waiting' : 'now';
    const share = state === 'now' ? last?.share : undefined;
    return [
      {
        label: labels[phase],
        state,
        ...(last === undefined ? {} : { what: last.what }),
        ...(share === undefined ? {} : { share }),
      },
    ];
  });
  if (!isBack) return items;
  const what = events.findLast((event) => event.phase === 'put-back')?.what ?? '';
  return [...items, { label: labels['put-back'], state: latest === 'done' ? 'done' : 'now', what }];
}
