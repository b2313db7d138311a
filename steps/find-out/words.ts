import type { Row } from '../../components/select/select-state.ts';
import type { SymptomRow } from '../../src/operations/diagnose.ts';
import type { PlannedWork } from '../../src/operations/engine.ts';

type Findings = PlannedWork['plan']['findings'];

/** What the whole of it is called, wherever it is offered. */
export const somethingIsWrong = 'Something is wrong: find out what';

export const ways = [
  { value: 'message', label: 'I have a message', hint: 'paste it: what may print it is looked for here' },
  { value: 'symptoms', label: 'I look for a fault', hint: 'in the list of those that are known, by words' },
  { value: 'everything', label: 'I do not know', hint: 'look at everything' },
] as const;

export const pasteHelp =
  'Paste a message or a piece of a log, several lines if you have them. It only says where to look first; what is found on this host decides.';

/** A fault is found by its title, by the words of people who do not know it, and by its id. */
export function symptomRows(symptoms: readonly SymptomRow[]): readonly Row[] {
  return symptoms.map(({ id, title, words }) => ({ value: id, label: title, hint: [...words, id].join(', ') }));
}

/** One row for each fault that can be put right. */
export function remedyRows(remedies: Findings): readonly Row[] {
  return remedies.map(({ id, what }) => ({ value: id, label: what, hint: id }));
}

export function looking(done: number, of: number): string {
  return of === 0 ? 'Looking at this host ...' : `Looking at this host: ${done} of ${of}`;
}

export const nothingToPutRight = 'There is nothing here that a program should put right.';
