import { fewestManyRows } from '../../components/many-select/many-select.tsx';
import { multiSelectHeights } from '../../components/multi-select/multi-select.tsx';
import type { RowLook } from '../../components/select/row-lines.ts';
import { selectHeights } from '../../components/select/select.tsx';
import type { Theme } from '../../components/theme.ts';
import type { AnswerValue, Question, SelectQuestion } from '../../src/model/question.ts';
import { widthOf, wrap } from '../../src/model/wrap.ts';

/** Two cells for the pointer in front, two between label and value. */
export const labelMargin = 4;

/** Names are as long as they are where there is room; else no more than half, since values matter more. */
export function labelWidth(questions: readonly Question[], width: number): number {
  const longest = Math.max(0, ...questions.map((question) => widthOf(question.title)));
  const room = width - labelMargin;
  // Yes and No are of no use with one of them cut off.
  const most = questions.some(({ kind }) => kind === 'confirm') ? room - confirmCells : room;
  return Math.min(longest, most, Math.max(Math.floor(room / 2), room - roomyCells));
}

/** Both answers with their marks: `► (•) Yes    ( ) No`. */
const confirmCells = 19;

/** As many cells hold most host names and lists of them. */
const roomyCells = 40;

/** Only the field one is in shows its options; the others show what is chosen, on one row. */
export function fieldHeight(
  theme: Theme,
  width: number,
  question: Question,
  value: AnswerValue,
  open: boolean,
  complaint: string | undefined,
  formHeight: number,
): number {
  const complaintRows = complaint === undefined ? 0 : wrap(complaint, width - complaintIndent).length;
  if (!open) return 1 + complaintRows;
  if (question.kind === 'many') return titleRows(width, question) + complaintRows + manyHeight(formHeight);
  const outcomeRows = outcomeOf(question, value).reduce((rows, line) => rows + wrap(line, width - outcomeIndent).length, 0);
  return (
    titleRows(width, question) +
    complaintRows +
    outcomeRows +
    optionHeights(theme, width, question).reduce((sum, rows) => sum + rows, 0)
  );
}

/** Above its options a question has all the room; beside a field it has one row. */
export function titleRows(width: number, question: Question): number {
  return 'options' in question ? wrap(question.title, width).length : 1;
}

export const complaintIndent = 4;
export const outcomeIndent = 6;

/** Rows for help, for the names of other fields, and around them. */
const leftToOthers = 10;
const mostManyRows = 24;

/** A long list takes what the rest of the form leaves. */
export function manyHeight(formHeight: number): number {
  return Math.max(fewestManyRows, Math.min(mostManyRows, formHeight - leftToOthers));
}

/** What is marked now comes to this. */
export function outcomeOf(question: Question, value: AnswerValue): readonly string[] {
  return question.kind === 'multi' && typeof value === 'object' ? (question.outcome?.(value) ?? []) : [];
}

/** How the options of a question are marked. */
export function lookOf({ recommended, now }: SelectQuestion): RowLook {
  return { recommended, now: typeof now === 'string' ? now : undefined };
}

export function optionHeights(theme: Theme, width: number, question: Question): readonly number[] {
  if (question.kind === 'select') return selectHeights(theme, width, question.options, lookOf(question));
  return question.kind === 'multi' ? multiSelectHeights(theme, width, question.options) : [];
}
