import { interrupted, type Outcome } from '../outcome.ts';
import type { RunOptions } from '../run-wizard.tsx';
import { explaining } from '../trouble.ts';
import { enquirerPrompter } from './enquirer-prompter.ts';
import { plainDialogue } from './plain-dialogue.ts';
import { plainWriter } from './plain-text.ts';
import { InterruptedError } from './prompter.ts';

/** The wizard as questions and answers, for dumb terminals, serial consoles and screen readers. */
export async function runPlain({ engine, stdin, stdout, env, initialAnswers, explain, stop }: RunOptions): Promise<Outcome> {
  if (!stdin.isTTY) {
    // Asking nobody would wait for ever, or end in silence. The caller names what is missing.
    return { exitCode: 64, summary: ['Expected a terminal to ask on: give the answers in a file or as flags.'] };
  }
  const text = plainWriter(stdout.columns, env);
  const prompter = enquirerPrompter({ stdin, stdout, stop }, text.question);
  let outcome: Outcome;
  try {
    outcome = await plainDialogue({ engine: explaining(engine, explain), prompter, text }, initialAnswers);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    outcome = interrupted;
  } finally {
    prompter.close();
  }
  stdout.write('\n');
  for (const line of outcome.summary.flatMap((sentence) => text.sentence(sentence))) stdout.write(`${line}\n`);
  return outcome;
}
