import type { ApplyResult } from '../src/operations/engine.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** How a run of the wizard ended: for the process, and for the operator's scrollback. */
export interface Outcome {
  readonly exitCode: number;
  readonly summary: readonly string[];
}

/** The shell's number for a run that Ctrl-C ended. */
const interruptedCode = 130;

export const quitted: Outcome = { exitCode: 0, summary: ['You left before anything was applied. Nothing was written.'] };

export const interrupted: Outcome = { exitCode: interruptedCode, summary: ['Stopped. Nothing was written.'] };

export const unchanged: Outcome = {
  exitCode: 0,
  summary: ['Nothing to change: this host is as your answers want it. Nothing was written.'],
};

/** Given up after an error, before anything was applied. */
export function failed(error: unknown): Outcome {
  const trouble = troubleOf(error);
  return { exitCode: trouble.exitCode, summary: [...troubleLines(trouble), 'Nothing was written.'] };
}

/**
 * After an apply. Interrupted means 130, as everywhere, unless something could not be put back:
 * that must not hide behind a number that reads as harmless.
 */
export function applied(result: ApplyResult, wasInterrupted: boolean): Outcome {
  const exitCode = wasInterrupted && result.outcome !== 'incomplete' ? interruptedCode : result.exitCode;
  return { exitCode, summary: [headline(result), ...result.said, ...nextLines(result)] };
}

/** The apply itself threw: what stands on the disk is for the next run's recovery to say. */
export function broken(error: unknown): Outcome {
  const trouble = troubleOf(error);
  return { exitCode: trouble.exitCode, summary: troubleLines(trouble) };
}

/** Told to leave when all was over and only waiting to be read: it is still a signal that ended it. */
export function cutShort(outcome: Outcome): Outcome {
  return { ...outcome, exitCode: outcome.exitCode === 0 ? interruptedCode : outcome.exitCode };
}

export function headline({ outcome }: ApplyResult): string {
  switch (outcome) {
    case 'applied':
      return 'Applied: every change is in place.';
    case 'unchanged':
      return 'Nothing had to be changed.';
    case 'rolled-back':
      return 'Put back: everything is as it was before.';
    case 'refused':
      return 'Refused: nothing was written.';
    case 'incomplete':
      return 'INCOMPLETE: not everything could be put back. Act now.';
  }
}

function nextLines({ next }: ApplyResult): readonly string[] {
  return next.length === 0 ? [] : ['', 'What is left for you:', ...next.map((step) => `- ${step}`)];
}

export function troubleLines({ what, next }: Trouble): readonly string[] {
  return [what, ...next];
}
