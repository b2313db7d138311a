import type { ReactNode } from 'react';
import type { Hint } from '../components/keys.ts';
import type { Line } from '../components/lines.ts';
import { isOpen } from '../src/dialogue/validate.ts';
import type { AnswerValue, Question, TypedSecrets } from '../src/model/question.ts';
import { QuestionForm } from './form/question-form.tsx';
import { useForm } from './form/use-form.ts';
import { Frame } from './frame.tsx';
import type { ScreenProps } from './screen.ts';

export interface QuestionsProps extends ScreenProps {
  readonly title: string;
  readonly questions: readonly Question[];
  readonly values: Readonly<Record<string, AnswerValue>>;
  readonly secrets: TypedSecrets;
  readonly refused: Readonly<Record<string, string>>;
  readonly settled: boolean;
  readonly about: readonly string[];
  readonly now?: (width: number) => readonly Line[];
  /** The questions are needed now: nobody types any more. */
  readonly onHurry: () => void;
  readonly onAnswer: (key: string, value: AnswerValue) => void;
  readonly onSecret: (key: string, typed: string) => void;
  readonly onNext: () => void;
}

/** Any choice: what the manual says of it, and its questions. */
export function QuestionsScreen(props: QuestionsProps): ReactNode {
  const { questions, values, refused, settled, onHurry, onNext } = props;
  const form = useForm({ questions, values, refused, settled, onHurry, onNext });
  return (
    <Frame
      {...props.frame}
      title={props.title}
      hints={hintsFor(form.focused, questions)}
      moreKeys={[
        'pageDown',
        'pageUp',
        ...(form.focused?.kind === 'text' || form.focused?.kind === 'secret' ? textKeys : []),
        'interrupt',
      ]}
      about={props.about}
      notice={form.waits ? { text: 'Looking at what follows from this ...', tone: 'quiet' } : undefined}
    >
      {({ width, height }) => (
        <QuestionForm
          form={form}
          questions={questions}
          values={values}
          secrets={props.secrets}
          {...(props.now === undefined ? {} : { now: props.now })}
          width={width}
          height={height}
          onAnswer={props.onAnswer}
          onSecret={props.onSecret}
        />
      )}
    </Frame>
  );
}

const textKeys: readonly Hint[] = [
  'cursorLeft',
  'cursorRight',
  'lineStart',
  'lineEnd',
  'eraseToStart',
  'eraseWord',
  'eraseToEnd',
];

/** In a text field letters are text, so the ways out have other keys there. */
function hintsFor(focused: Question | undefined, questions: readonly Question[]): readonly Hint[] {
  const fields: readonly Hint[] = questions.length > 1 ? ['nextField'] : [];
  if (focused?.kind === 'text') return ['next', ['cancel', 'back'], 'help', ...fields, ['interrupt', 'quit']];
  if (focused?.kind === 'many') return ['next', 'mark', 'markAll', ['cancel', 'back'], 'help', ...fields, ['interrupt', 'quit']];
  // There a question mark is a sign like any other.
  if (focused?.kind === 'secret') return ['next', ['cancel', 'back'], ...fields, ['interrupt', 'quit']];
  if (focused?.kind === 'confirm') return [['toggle', 'change'], 'next', 'back', 'help', ...fields, 'jump', 'quit'];
  const open = focused !== undefined && isOpen(focused);
  const choose: readonly Hint[] = open
    ? [['next', 'choose'], ...(focused.kind === 'multi' ? (['mark'] as const) : [])]
    : ['next'];
  return [...choose, 'back', 'help', ...fields, 'jump', 'quit'];
}
