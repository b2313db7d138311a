import type { Host } from '../host/host.ts';
import { forgetKeys } from './forget-keys.ts';
import { dropEntry, readReceipt } from './history.ts';
import { type Journal, readJournal, removeJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { type Conflict, tidy, undo } from './undo.ts';

/** What a tool of the unfinished run may still take. */
const TOOL_PATIENCE_MS = 30_000;

export interface Recovered {
  /** `completed`: it had only its last record left to remove. */
  readonly outcome: 'put-back' | 'completed' | 'incomplete';
  readonly journal: Journal;
  readonly conflicts: readonly Conflict[];
  /** Services that were told to restart by the unfinished run and did not come back now. */
  readonly down: readonly string[];
}

/**
 * Ends what an earlier run left unfinished; undefined where nothing is. Everything is put back as
 * it was, unless the receipt says that it was done but for removing the journal. Read-only commands
 * never call this: they say that it waits.
 */
export async function recover(machine: Machine, freshHost: () => Host, withServices: boolean): Promise<Recovered | undefined> {
  const journal = await readJournal(freshHost());
  if (journal === undefined) return undefined;
  const receipt = await readReceipt(freshHost(), journal.id);
  if (receipt !== undefined) {
    await tidy(machine, journal.steps);
    await forgetKeys(machine, freshHost(), receipt.compromised ?? []);
    await removeJournal(machine);
    return { outcome: 'completed', journal, conflicts: [], down: [] };
  }
  const down: string[] = [];
  for (const program of journal.tools ?? []) {
    if (!(await machine.ended(program, TOOL_PATIENCE_MS))) down.push(`${program} is still at work: wait for it, or end it`);
  }
  if (down.length > 0) return { outcome: 'incomplete', journal, conflicts: [], down };
  const conflicts = await undo(machine, freshHost, journal.steps);
  if (journal.restarted && withServices) {
    for (const service of journal.services) {
      const ran = await machine.run(service.command);
      if (ran.exit !== 0) down.push(`${service.title}: ${ran.stderr.trim() || ran.stdout.trim()}`);
    }
  }
  if (conflicts.length > 0 || down.length > 0) return { outcome: 'incomplete', journal, conflicts, down };
  // The journal first: without it nothing needs the entry's copies any more.
  await removeJournal(machine);
  await dropEntry(machine, freshHost(), journal.id);
  return { outcome: 'put-back', journal, conflicts: [], down: [] };
}

/** For people: what became of the run that did not finish. */
export function saidOfRecovery({ outcome, journal }: Recovered): string {
  const which = `The unfinished run of ${journal.startedAt} (${journal.doing})`;
  return outcome === 'completed'
    ? `${which} had done everything but its last record, which is made up for`
    : `${which} was put back first`;
}
