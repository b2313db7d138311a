import { keys } from '../../components/keys.ts';
import type { Dialogue } from '../../src/dialogue/state.ts';
import { onward, summaryRows } from '../summary-rows.ts';
import type { PlainText } from './ask-question.ts';
import { command } from './command.ts';
import type { Prompter } from './prompter.ts';

/** Which step is opened; or to go on, or to leave. */
export async function summaryPlainly(
  prompter: Prompter,
  text: PlainText,
  state: Dialogue,
): Promise<{ readonly open: string } | 'next' | 'find-out' | 'quit'> {
  const rows = summaryRows(state).filter(({ value }) => value !== onward);
  prompter.say(['', 'Steps:', ...rows.flatMap(({ label, hint }, index) => text.item(`  ${index + 1}.`, `${label}: ${hint}`))]);
  for (;;) {
    const typed = await prompter.ask('A number opens a step, Enter goes on to what would change, q quits: ');
    if (typed === '') return 'next';
    if (typed === keys.findOut.shown) return 'find-out';
    if (command(undefined, typed) === 'quit') return 'quit';
    const row = /^\d+$/.test(typed) ? rows[Number(typed) - 1] : undefined;
    if (row !== undefined) return { open: row.value };
    prompter.say(text.wrap(`Expected a number from 1 to ${rows.length}, got ${typed}.`));
  }
}
