import type { ApplyEvent, ApplyResult } from '../../src/operations/engine.ts';
import { applied, broken, type Outcome } from '../outcome.ts';
import { phaseLabel } from '../phases.ts';
import type { PlainParts } from './plain-dialogue.ts';

/** Applies, a line for everything that happens. Ctrl-C has it put back, and waits until it is. */
export async function applyPlainly(
  { prompter, text }: Pick<PlainParts, 'prompter' | 'text'>,
  apply: (onEvent: (event: ApplyEvent) => void, signal: AbortSignal) => Promise<ApplyResult>,
): Promise<{ readonly outcome: Outcome; readonly failed: boolean }> {
  const abort = new AbortController();
  const hush = prompter.onInterrupt(() => {
    if (abort.signal.aborted) return;
    prompter.say(text.wrap('Stopping. What was written is being put back; this waits until it is.'));
    abort.abort();
  });
  prompter.say(['', ...text.wrap('Applying. Ctrl-C stops it and has everything put back.')]);
  try {
    const result = await apply(
      // What only tells how far it has come would fill a terminal that appends.
      ({ phase, what, share }) => share === undefined && prompter.say(text.wrap(`${phaseLabel(phase)}: ${what}`)),
      abort.signal,
    );
    const outcome = applied(result, abort.signal.aborted);
    return { outcome, failed: outcome.exitCode !== 0 && !abort.signal.aborted };
  } catch (error) {
    return { outcome: broken(error), failed: !abort.signal.aborted };
  } finally {
    hush();
  }
}
