import { multiSelectHeights } from '../../components/multi-select/multi-select.tsx';
import { selectHeights } from '../../components/select/select.tsx';
import type { Theme } from '../../components/theme.ts';
import { widthOf, wrap } from '../../components/wrap.ts';
import type { Question } from '../../src/model/question.ts';

/** Fewer cells than this are no text field. */
const fewestCells = 16;

/** Two cells for the pointer in front, two between label and value. */
export const labelMargin = 4;

export function labelWidth(questions: readonly Question[], width: number): number {
  const longest = Math.max(0, ...questions.map((question) => widthOf(question.title)));
  return Math.min(longest, width - labelMargin - fewestCells);
}

/** Only the field one is in shows its options; the others show what is chosen, on one row. */
export function fieldHeight(
  theme: Theme,
  width: number,
  question: Question,
  open: boolean,
  complaint: string | undefined,
): number {
  const complaintRows = complaint === undefined ? 0 : wrap(complaint, width - complaintIndent).length;
  return 1 + complaintRows + (open ? optionHeights(theme, width, question).reduce((sum, rows) => sum + rows, 0) : 0);
}

export const complaintIndent = 4;

export function optionHeights(theme: Theme, width: number, question: Question): readonly number[] {
  if (question.kind === 'select') return selectHeights(theme, width, question.options, { recommended: question.recommended });
  return question.kind === 'multi' ? multiSelectHeights(theme, width, question.options) : [];
}
