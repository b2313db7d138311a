import { type ReactNode, useEffect, useEffectEvent, useReducer, useState } from 'react';
import { useKeys } from '../components/keyboard.tsx';
import { reduceDialogue } from '../src/dialogue/reduce.ts';
import { answersFrom, currentStep, heldValue, positionOf, problemsOf, startDialogue } from '../src/dialogue/state.ts';
import { questionsOf } from '../src/dialogue/steps.ts';
import { isSecretGiven } from '../src/dialogue/validate.ts';
import type { AnswerValue, Question, TypedSecrets } from '../src/model/question.ts';
import type { PlannedWork, Survey } from '../src/operations/engine.ts';
import { Apply } from './apply.tsx';
import { Certificates } from './certificates.tsx';
import { Done } from './done.tsx';
import { type Ending, outcomeOf } from './ending.ts';
import { FindOut } from './find-out/find-out.tsx';
import type { Size } from './frame.tsx';
import { JumpMenu, jumpHints } from './jump-menu.tsx';
import { mended } from './mending.ts';
import { MessageScreen, troubleScreenLines } from './message-screen.tsx';
import { cutShort, interrupted, unchanged } from './outcome.ts';
import { PlanStep } from './plan-step.tsx';
import { QuestionsScreen } from './questions-screen.tsx';
import { startingAnswers } from './starting-answers.ts';
import { Summary } from './summary.tsx';
import { useLoad } from './use-load.ts';
import { useQuestions } from './use-questions.ts';
import { Welcome } from './welcome.tsx';
import type { WizardProps } from './wizard.tsx';

interface SessionProps extends WizardProps {
  readonly survey: Survey;
  readonly questions: readonly Question[];
  /** Guided troubleshooting is in place of the dialogue, which keeps its state. */
  readonly findingOut: boolean;
  readonly onFindOut: (open: boolean) => void;
}

/** The dialogue on the screen: one step at a time, the plan for the answers as they are, and the ways out. */
export function Session({
  engine,
  brought,
  env,
  stop,
  onLeave,
  survey,
  questions,
  findingOut,
  onFindOut,
}: SessionProps): ReactNode {
  const [state, dispatch] = useReducer(reduceDialogue, undefined, () =>
    startDialogue(questions, titlesOf(survey), startingAnswers(survey, brought), survey.before !== undefined),
  );
  /** Id of the step in a text field of which somebody types. */
  const [typingIn, setTypingIn] = useState<string>();
  const [jumping, setJumping] = useState(false);
  const [confirmed, setConfirmed] = useState<PlannedWork>();
  const [ending, setEnding] = useState<Ending>();
  /** Whether what fails in the preflight is put right with the changes; undefined: as the engine was told. */
  const [fix, setFix] = useState<boolean>();
  /** Beside the dialogue, which is shown, kept and compared: they are in no answer. */
  const [secrets, keepSecrets] = useState<{ readonly typed: TypedSecrets; readonly changes: number }>({ typed: {}, changes: 0 });
  const follow = useQuestions(engine, state, dispatch, typingIn === state.current);

  const step = currentStep(state);
  const problems = problemsOf(state);
  const needsPlan = (step.kind === 'preflight' || step.kind === 'preview') && problems.length === 0 && follow.settled;
  const answers = answersFrom(state);
  const planKey = JSON.stringify([answers, fix, secrets.changes]);
  const [work, planAgain] = useLoad(needsPlan ? planKey : undefined, () =>
    engine.plan(answers, { ...(fix === undefined ? {} : { fix }), secrets: secrets.typed }),
  );

  const next = () => dispatch({ type: 'next' });
  const findOut = () => onFindOut(true);
  useKeys(
    {
      back: () => dispatch({ type: 'back' }),
      jump: () => setJumping(true),
      ...(step.kind === 'apply' ? {} : { findOut }),
    },
    { level: 'program', active: !findingOut },
  );
  // While changes are applied, their screen takes the stop: it leaves when they are put back.
  const stopped = useEffectEvent(() => {
    if (findingOut) return;
    if (ending !== undefined) onLeave(cutShort(outcomeOf(ending)));
    else if (confirmed === undefined) onLeave(interrupted);
  });
  useEffect(() => {
    const listener = () => stopped();
    stop?.addEventListener('abort', listener);
    return () => stop?.removeEventListener('abort', listener);
  }, [stop]);

  const menu = ({ width }: Size) => (
    <JumpMenu
      width={width}
      state={state}
      onClose={() => setJumping(false)}
      onJump={(to) => {
        setJumping(false);
        dispatch({ type: 'jump', to });
      }}
    />
  );
  const frame = {
    position: positionOf(state),
    aside: survey.root === '/' ? '' : survey.root,
    cover: jumping ? { hints: jumpHints, show: menu } : undefined,
  };

  if (findingOut) {
    return (
      <FindOut
        engine={engine}
        aside={frame.aside}
        env={env}
        stop={stop}
        before={ending === undefined ? undefined : outcomeOf(ending)}
        onClose={() => onFindOut(false)}
        onLeave={onLeave}
      />
    );
  }
  if (follow.error !== undefined) {
    return (
      <MessageScreen
        frame={frame}
        title={step.title}
        lines={troubleScreenLines(follow.error)}
        onAgain={['try again', follow.again]}
        onFindOut={findOut}
      />
    );
  }

  switch (step.kind) {
    case 'welcome':
      return <Welcome frame={frame} survey={survey} onNext={next} />;
    case 'summary':
      return (
        <Summary
          frame={frame}
          title={step.title}
          survey={survey}
          state={state}
          onNext={next}
          onOpen={(to) => dispatch({ type: 'jump', to })}
        />
      );
    case 'choice':
    case 'certificates': {
      const asked = questionsOf(step.id, state.questions);
      const common = {
        frame,
        title: step.title,
        questions: asked,
        values: Object.fromEntries(asked.map((question) => [question.key, heldValue(state, question)])),
        refused: state.refused,
        settled: follow.settled,
        onHurry: () => setTypingIn(undefined),
        onAnswer: (key: string, value: AnswerValue) => {
          const isText = asked.some((question) => question.key === key && question.kind === 'text');
          setTypingIn(isText ? step.id : undefined);
          dispatch({ type: 'answer', key, value });
        },
        secrets: secrets.typed,
        onSecret: (key: string, typed: string) => {
          const question = asked.find((one) => one.key === key);
          keepSecrets(({ typed: before, changes }) => ({ typed: { ...before, [key]: typed }, changes: changes + 1 }));
          dispatch({ type: 'answer', key, value: isSecretGiven(question, typed) });
        },
        onNext: next,
      };
      if (step.kind === 'certificates') return <Certificates key={step.id} {...common} certificates={survey.certificates} />;
      return <QuestionsScreen key={step.id} {...common} about={choiceAbout} />;
    }
    case 'apply':
      if (confirmed === undefined) return null;
      return (
        <Apply
          frame={frame}
          engine={engine}
          work={confirmed}
          secrets={secrets.typed}
          stop={stop}
          onEnd={(how) => {
            setEnding(how);
            dispatch({ type: 'finish' });
            // Whoever sent a signal waits for the process to end, and nobody may be left to press a key.
            if (stop?.aborted) onLeave(cutShort(outcomeOf(how)));
          }}
        />
      );
    case 'done':
      if (ending === undefined) return null;
      return (
        <Done
          frame={frame}
          ending={ending}
          onLeave={() => onLeave(outcomeOf(ending))}
          onAgain={() => {
            setConfirmed(undefined);
            setEnding(undefined);
            dispatch({ type: 'reopen' });
            planAgain();
          }}
        />
      );
    case 'preflight':
    case 'preview':
      return (
        <PlanStep
          frame={frame}
          kind={step.kind}
          title={step.title}
          problems={problems}
          work={work}
          env={env}
          onAgain={planAgain}
          onMend={() => setFix(work.phase === 'ready' && mended(work.value.preview).length === 0)}
          onNext={next}
          onJump={(to) => dispatch({ type: 'jump', to })}
          onFindOut={findOut}
          onUnchanged={() => onLeave(unchanged)}
          onConfirm={(value) => {
            setConfirmed(value);
            dispatch({ type: 'confirm' });
          }}
        />
      );
  }
}

function titlesOf(survey: Survey): Readonly<Record<string, string>> {
  return Object.fromEntries(survey.choices.map((choice) => [choice.id, choice.title]));
}

const choiceAbout = [
  'The upper part says what the choice does and what it brings with it; the lower part is where you decide. What is marked is what holds: on a host that was set up before, that is how it is now.',
  'A row that says "not here" cannot be chosen on this host, and says why.',
];
