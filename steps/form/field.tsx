import { Box } from 'ink';
import type { ReactNode } from 'react';
import { Confirm } from '../../components/confirm/confirm.tsx';
import { type Span, writer } from '../../components/lines.ts';
import { ManySelect } from '../../components/many-select/many-select.tsx';
import { MultiSelect } from '../../components/multi-select/multi-select.tsx';
import { Lines } from '../../components/rows.tsx';
import { Select } from '../../components/select/select.tsx';
import { TextInput } from '../../components/text-input/text-input.tsx';
import { useTheme } from '../../components/use-theme.tsx';
import type { AnswerValue, Question } from '../../src/model/question.ts';
import { fill, truncateMiddle } from '../../src/model/wrap.ts';
import { sayValue } from '../say.ts';
import { complaintIndent, labelMargin, lookOf, manyHeight, outcomeIndent, outcomeOf } from './field-size.ts';

export interface FieldProps {
  readonly question: Question;
  readonly value: AnswerValue;
  /** What is typed at a secret question so far. */
  readonly secret: string;
  readonly complaint: string | undefined;
  readonly focused: boolean;
  /** Empty rows above. */
  readonly gapBefore: number;
  readonly label: number;
  readonly width: number;
  /** Of the whole form. */
  readonly formHeight: number;
  readonly onAnswer: (value: AnswerValue) => void;
  readonly onSecret: (typed: string) => void;
  readonly onPoint: (index: number) => void;
  /** Enter. */
  readonly onLeave: () => void;
}

/** One question: its name, and its value or the widget that changes it. */
export function Field(props: FieldProps): ReactNode {
  const { question, complaint, width } = props;
  const write = writer(useTheme(), width);
  return (
    <Box flexDirection="column" flexShrink={0} marginTop={props.gapBefore}>
      {'options' in question ? <Options {...props} /> : <OneRow {...props} />}
      {complaint !== undefined && <Lines lines={write.text(complaint, 'fail', complaintIndent)} />}
    </Box>
  );
}

function heading(props: FieldProps, pointer: string, ellipsis: string): Span {
  const name = fill(truncateMiddle(props.question.title, props.label, ellipsis), props.label);
  return { text: `${props.focused ? pointer : ' '} ${name}  `, tone: props.focused ? 'accent' : 'plain' };
}

function Options(props: FieldProps): ReactNode {
  const theme = useTheme();
  const { question, value, focused, width, onAnswer, onLeave } = props;
  const write = writer(theme, width);
  if (!focused) {
    const shown = { text: sayValue(question, value), tone: 'strong' as const };
    return <Lines lines={[write.row(heading(props, theme.figures.pointer, theme.figures.ellipsis), shown)]} />;
  }
  const title = <Lines lines={write.text(question.title, 'strong')} />;
  const common = { label: question.title, width, active: true, onPoint: props.onPoint };
  if (question.kind === 'select') {
    const enter = (chosen: string | undefined) => {
      if (chosen !== undefined) onAnswer(chosen);
      onLeave();
    };
    return (
      <>
        {title}
        <Select
          {...common}
          rows={question.options}
          value={String(value)}
          {...lookOf(question)}
          onEnter={enter}
          onChange={onAnswer}
        />
      </>
    );
  }
  const values = Array.isArray(value) ? value : [];
  if (question.kind === 'many') {
    const list = { label: question.title, rows: question.options, values, width, height: manyHeight(props.formHeight) };
    return (
      <>
        {title}
        <ManySelect {...list} active onEnter={onLeave} onChange={onAnswer} />
      </>
    );
  }
  if (question.kind !== 'multi') return null;
  const [result = '', ...remarks] = outcomeOf(question, value);
  return (
    <>
      {title}
      <MultiSelect {...common} rows={question.options} values={values} onEnter={onLeave} onChange={onAnswer} />
      {result !== '' && <Lines lines={write.text(result, 'strong', outcomeIndent)} />}
      <Lines lines={remarks.flatMap((remark) => write.text(remark, 'warn', outcomeIndent))} />
    </>
  );
}

function OneRow(props: FieldProps): ReactNode {
  const { figures } = useTheme();
  const { question, value, focused, label, width, onAnswer, onLeave } = props;
  const room = width - label - labelMargin;
  const answer = (yes: boolean) => {
    onAnswer(yes);
    onLeave();
  };
  return (
    <Box flexShrink={0}>
      <Lines lines={[[heading(props, figures.pointer, figures.ellipsis)]]} />
      {question.kind === 'confirm' ? (
        <Confirm
          label={question.title}
          initial={value === true}
          width={room}
          active={focused}
          level="widget"
          onAnswer={answer}
          onChange={onAnswer}
        />
      ) : question.kind === 'secret' ? (
        <TextInput label={question.title} value={props.secret} masked width={room} active={focused} onChange={props.onSecret} />
      ) : (
        <TextInput label={question.title} value={String(value)} width={room} active={focused} onChange={onAnswer} />
      )}
    </Box>
  );
}
