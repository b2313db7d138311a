import { multiSelectHeights } from '../../components/multi-select/multi-select.tsx';
import { selectHeights } from '../../components/select/select.tsx';
import type { Theme } from '../../components/theme.ts';
import { widthOf, wrap } from '../../components/wrap.ts';
import type { Question } from '../../src/model/question.ts';

/** Two cells for the pointer in front, two between label and value. */
export const labelMargin = 4;

/** Names are as long as they are where there is room; else no more than half, since values matter more. */
export function labelWidth(questions: readonly Question[], width: number): number {
  const longest = Math.max(0, ...questions.map((question) => widthOf(question.title)));
  return Math.min(longest, Math.max(Math.floor((width - labelMargin) / 2), width - labelMargin - roomyCells));
}

/** As many cells hold most host names and lists of them. */
const roomyCells = 40;

/** Only the field one is in shows its options; the others show what is chosen, on one row. */
export function fieldHeight(
  theme: Theme,
  width: number,
  question: Question,
  open: boolean,
  complaint: string | undefined,
): number {
  const complaintRows = complaint === undefined ? 0 : wrap(complaint, width - complaintIndent).length;
  if (!open) return 1 + complaintRows;
  return titleRows(width, question) + complaintRows + optionHeights(theme, width, question).reduce((sum, rows) => sum + rows, 0);
}

/** Above its options a question has all the room; beside a field it has one row. */
export function titleRows(width: number, question: Question): number {
  return question.kind === 'select' || question.kind === 'multi' ? wrap(question.title, width).length : 1;
}

export const complaintIndent = 4;

export function optionHeights(theme: Theme, width: number, question: Question): readonly number[] {
  if (question.kind === 'select') return selectHeights(theme, width, question.options, { recommended: question.recommended });
  return question.kind === 'multi' ? multiSelectHeights(theme, width, question.options) : [];
}
