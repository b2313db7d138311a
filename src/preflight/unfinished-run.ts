import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { joinPath } from '../model/paths.ts';
import type { Check } from './check.ts';

const JOURNAL = joinPath(LAYOUT.state, 'journal.json');

/** The journal stays behind where a run was killed; the next apply ends that run first. */
export const unfinishedRun: Check = {
  id: 'unfinished-run',
  title: 'Earlier runs',
  async run({ host, changes }) {
    const id = this.id;
    const run = await readRun(host);
    if (run !== undefined) {
      const what = `An earlier run did not finish: ${run}`;
      const steps = ['apply puts back what it left before anything else, and then asks for a new plan'];
      return [{ id, status: 'warn', what, evidence: [JOURNAL], remedy: { steps } }];
    }
    return changes.length === 0 ? [] : [{ id, status: 'pass', what: 'No earlier run is unfinished', evidence: [] }];
  },
};

async function readRun(host: Host): Promise<string | undefined> {
  const text = await readText(host, JOURNAL);
  if (text === undefined) return undefined;
  const { doing = 'what it did cannot be read', startedAt = 'an unknown time' } = parseJournal(text);
  return `${doing}, since ${startedAt}`;
}

function parseJournal(text: string): { readonly doing?: string; readonly startedAt?: string } {
  try {
    const journal: unknown = JSON.parse(text);
    return typeof journal === 'object' && journal !== null ? journal : {};
  } catch {
    return {};
  }
}
