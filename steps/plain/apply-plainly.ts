import type { TypedSecrets } from '../../src/model/question.ts';
import type { PlannedWork } from '../../src/operations/engine.ts';
import { applied, broken, type Outcome } from '../outcome.ts';
import { phaseLabel } from '../phases.ts';
import type { PlainParts } from './plain-dialogue.ts';

/** Applies, a line for everything that happens. Ctrl-C has it put back, and waits until it is. */
export async function applyPlainly(
  { engine, prompter, text }: PlainParts,
  work: PlannedWork,
  secrets: TypedSecrets,
): Promise<Outcome> {
  const abort = new AbortController();
  const hush = prompter.onInterrupt(() => {
    if (abort.signal.aborted) return;
    prompter.say(text.wrap('Stopping. What was written is being put back; this waits until it is.'));
    abort.abort();
  });
  prompter.say(['', ...text.wrap('Applying. Ctrl-C stops it and has everything put back.')]);
  try {
    const result = await engine.apply(
      work,
      // What only tells how far it has come would fill a terminal that appends.
      ({ phase, what, share }) => share === undefined && prompter.say(text.wrap(`${phaseLabel(phase)}: ${what}`)),
      abort.signal,
      secrets,
    );
    return applied(result, abort.signal.aborted);
  } catch (error) {
    return broken(error);
  } finally {
    hush();
  }
}
