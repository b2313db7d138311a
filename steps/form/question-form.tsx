import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { blank, type Line, Lines, writer } from '../../components/lines.tsx';
import { topToShow } from '../../components/scroll-view/scroll-state.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { useTheme } from '../../components/theme.tsx';
import type { AnswerValue, Question } from '../../src/model/question.ts';
import { Field } from './field.tsx';
import { fieldHeight, labelWidth, optionHeights } from './field-size.ts';
import type { Form } from './use-form.ts';

interface QuestionFormProps {
  readonly form: Form;
  readonly questions: readonly Question[];
  readonly values: Readonly<Record<string, AnswerValue>>;
  /** Below the help: how things are now. */
  readonly now?: (width: number) => readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly onAnswer: (key: string, value: AnswerValue) => void;
}

/** Reading is for the upper part, which scrolls; deciding for the lower, which is always in sight. */
const fewestHelpRows = 4;
const widest = 100;

export function QuestionForm({ form, questions, values, now, width: room, height, onAnswer }: QuestionFormProps): ReactNode {
  const theme = useTheme();
  const width = Math.min(room, widest);
  const [pointed, point] = useState(0);
  const label = labelWidth(questions, width);
  const { focused, complaints, leave } = form;
  const isFocused = (question: Question) => question.key === focused?.key;

  const heights = questions.map((question) => fieldHeight(theme, width, question, isFocused(question), complaints[question.key]));
  const total = sum(heights);
  const help = helpLines(theme, width, focused, now);
  const helpRows = Math.min(help.length, Math.max(fewestHelpRows, height - total - 1));
  const fieldRows = height - helpRows - 1;
  const at = questions.findIndex(isFocused);
  const above = sum(heights.slice(0, at));
  const options = focused === undefined ? [] : optionHeights(theme, width, focused);
  // The title stays in sight with the first option; further down, the option that the pointer is on.
  const from = pointed <= 0 ? above : above + 1 + sum(options.slice(0, pointed));
  const to = options.length === 0 ? above + (heights[at] ?? 1) : above + 1 + sum(options.slice(0, pointed + 1));
  const offset = total <= fieldRows ? 0 : topToShow(0, from, to, { rows: total, height: fieldRows + 1 });

  return (
    <Box flexDirection="column" flexShrink={0}>
      <ScrollView key={focused?.key ?? ''} lines={help} height={helpRows} level="screen" arrows={false} />
      <Lines lines={[blank]} />
      <Box flexDirection="column" height={fieldRows} flexShrink={0} overflow="hidden" contentOffsetY={offset}>
        {questions.map((question) => (
          <Field
            key={question.key}
            question={question}
            value={values[question.key] ?? question.default}
            complaint={complaints[question.key]}
            focused={isFocused(question)}
            label={label}
            width={width}
            onAnswer={(value) => onAnswer(question.key, value)}
            onPoint={point}
            onLeave={() => leave(question.key)}
          />
        ))}
      </Box>
    </Box>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function helpLines(
  theme: Parameters<typeof writer>[0],
  width: number,
  question: Question | undefined,
  now: QuestionFormProps['now'],
): readonly Line[] {
  const write = writer(theme, width);
  const paragraphs = (question?.help ?? []).map((paragraph) => write.text(paragraph));
  const extra = now?.(width) ?? [];
  const parts = extra.length === 0 ? paragraphs : [...paragraphs, extra];
  return parts.flatMap((part, index) => (index === 0 ? part : [blank, ...part]));
}
