import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { keys } from '../../components/keys.ts';
import { blank, type Line, writer } from '../../components/lines.ts';
import { Lines } from '../../components/rows.tsx';
import { topToShow, windowAt } from '../../components/scroll-view/scroll-state.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../../components/use-theme.tsx';
import type { AnswerValue, Question, TypedSecrets } from '../../src/model/question.ts';
import { widthOf } from '../../src/model/wrap.ts';
import { count } from '../say.ts';
import { Field } from './field.tsx';
import { fieldHeight, labelWidth, optionHeights, titleRows } from './field-size.ts';
import type { Form } from './use-form.ts';

interface QuestionFormProps {
  readonly form: Form;
  readonly questions: readonly Question[];
  readonly values: Readonly<Record<string, AnswerValue>>;
  readonly secrets: TypedSecrets;
  /** Below the help: how things are now. */
  readonly now?: (width: number) => readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly onAnswer: (key: string, value: AnswerValue) => void;
  readonly onSecret: (key: string, typed: string) => void;
}

/** Reading is for the upper part, which scrolls; deciding for the lower, which is always in sight. */
const fewestHelpRows = 4;
const widest = 100;

export function QuestionForm(props: QuestionFormProps): ReactNode {
  const { form, questions, values, secrets, now, width: room, height, onAnswer, onSecret } = props;
  const theme = useTheme();
  const width = Math.min(room, widest);
  const [pointed, point] = useState(0);
  const label = labelWidth(questions, width);
  const { focused, complaints, leave } = form;
  const isFocused = (question: Question) => question.key === focused?.key;

  const heldBy = (question: Question) => values[question.key] ?? question.default;
  const at = questions.findIndex(isFocused);
  // Options stand apart from the fields around them.
  const expands = focused !== undefined && 'options' in focused;
  const gapBefore = (index: number) => (expands && index > 0 && (index === at || index === at + 1) ? 1 : 0);
  const heights = questions.map(
    (question, index) =>
      gapBefore(index) + fieldHeight(theme, width, question, heldBy(question), index === at, complaints[question.key], height),
  );
  const total = sum(heights);
  const isCut = focused !== undefined && !expands && widthOf(focused.title) > label;
  const help = helpLines(theme, width, focused, isCut, now);
  const helpRows = Math.min(help.length, Math.max(fewestHelpRows, height - total - 1));
  const fieldRows = height - helpRows - 1;
  const above = sum(heights.slice(0, at)) + gapBefore(at);
  const options = focused === undefined ? [] : optionHeights(theme, width, focused);
  // The pointer's option stays in sight, with those next to it that it cannot go to and the title above the first.
  const [first, last] = sightOf(focused, pointed);
  const title = focused === undefined ? 0 : titleRows(width, focused);
  const from = first <= 0 ? above : above + title + sum(options.slice(0, first));
  const to = options.length === 0 ? above + (heights[at] ?? 1) : above + title + sum(options.slice(0, last + 1));
  const extent = { rows: total, height: fieldRows };
  const offset = total <= fieldRows ? 0 : topToShow(0, from, to, extent);
  const seen = windowAt(offset, extent);
  const starts = heights.map((_, index) => sum(heights.slice(0, index)));
  const hidden = starts.filter((start) => start >= seen.to).length;
  const more =
    hidden > 0
      ? `${count(hidden, 'more field')}: ${keys.nextField.shown}`
      : expands && seen.below > 0
        ? `${count(seen.below, 'more line')}: ${keys.down.shown}`
        : undefined;

  return (
    <Box flexDirection="column" flexShrink={0}>
      <ScrollView key={focused?.key ?? ''} lines={help} height={helpRows} level="screen" arrows={false} />
      <Lines lines={[blank]} />
      <Box flexDirection="column" height={seen.to - seen.from} flexShrink={0} overflow="hidden" contentOffsetY={offset}>
        {questions.map((question, index) => (
          <Field
            key={question.key}
            gapBefore={gapBefore(index)}
            question={question}
            value={heldBy(question)}
            formHeight={height}
            complaint={complaints[question.key]}
            focused={index === at}
            label={label}
            width={width}
            onAnswer={(value) => onAnswer(question.key, value)}
            secret={secrets[question.key] ?? ''}
            onSecret={(typed) => onSecret(question.key, typed)}
            onPoint={point}
            onLeave={() => leave(question.key)}
          />
        ))}
      </Box>
      {more !== undefined && <Lines lines={[[{ text: `${theme.figures.below} ${more}`, tone: 'accent' }]]} />}
    </Box>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function sightOf(question: Question | undefined, pointed: number): readonly [number, number] {
  const options = question?.kind === 'select' || question?.kind === 'multi' ? question.options : [];
  let [first, last] = [Math.max(0, pointed), Math.max(0, pointed)];
  while (options[first - 1]?.disabled !== undefined) first--;
  while (options[last + 1]?.disabled !== undefined) last++;
  return [first, last];
}

function helpLines(
  theme: Parameters<typeof writer>[0],
  width: number,
  question: Question | undefined,
  isCut: boolean,
  now: QuestionFormProps['now'],
): readonly Line[] {
  const write = writer(theme, width);
  const help = (question?.help ?? []).map((paragraph) => write.text(paragraph));
  // Beside its field the name has not all the room it needs.
  const paragraphs = isCut && question !== undefined ? [write.text(question.title, 'strong'), ...help] : help;
  const extra = now?.(width) ?? [];
  const parts = extra.length === 0 ? paragraphs : [...paragraphs, extra];
  return parts.flatMap((part, index) => (index === 0 ? part : [blank, ...part]));
}
