import { useEffect, useEffectEvent, useState } from 'react';
import { useKeys } from '../../components/keyboard.tsx';
import { problemOf } from '../../src/dialogue/validate.ts';
import type { AnswerValue, Question } from '../../src/model/question.ts';

interface FormOptions {
  readonly questions: readonly Question[];
  readonly values: Readonly<Record<string, AnswerValue>>;
  /** Questions are those for the answers as they are. */
  readonly settled: boolean;
  /** Why the dialogue did not go on, by key. */
  readonly refused: Readonly<Record<string, string>>;
  /** Enter waits for the questions that follow from the answer. */
  readonly onHurry: () => void;
  readonly onNext: () => void;
}

export interface Form {
  readonly focused: Question | undefined;
  /** Enter waits for the questions that follow: keys pressed now are for whatever comes then. */
  readonly waits: boolean;
  readonly complaints: Readonly<Record<string, string>>;
  /** Enter in a field: on to the next, or to the next step from the last. */
  readonly leave: (key: string) => void;
}

/**
 * Which field one is in. An answer may bring further questions onto the same screen (a port, once
 * HTTPS is wanted), so Enter waits for them before it decides where to go.
 */
export function useForm({ questions, values, settled, refused, onHurry, onNext }: FormOptions): Form {
  const [key, focus] = useState(questions[0]?.key);
  const [leaving, setLeaving] = useState<string>();
  const [hurried, setHurried] = useState(false);
  const [complaints, setComplaints] = useState<Readonly<Record<string, string>>>({});
  const focused = questions.find((question) => question.key === key) ?? questions[0];

  const go = (by: 1 | -1) => () => {
    const to = questions[questions.indexOf(focused as Question) + by];
    if (to !== undefined) focus(to.key);
  };
  const isText = focused?.kind === 'text' || focused?.kind === 'confirm' || focused?.kind === 'secret';
  useKeys({ nextField: go(1), previousField: go(-1), ...(isText ? { up: go(-1), down: go(1) } : {}) }, { level: 'screen' });
  useKeys({ next: () => focused !== undefined && setLeaving(focused.key) }, { level: 'screen', active: isText });

  const left = useEffectEvent((from: string) => {
    setLeaving(undefined);
    setHurried(false);
    const at = questions.findIndex((question) => question.key === from);
    const question = questions[at];
    const value = question === undefined ? undefined : values[question.key];
    const why = question === undefined || value === undefined ? undefined : problemOf(question, value);
    setComplaints(why === undefined ? {} : { [from]: why });
    if (why !== undefined) return;
    const following = at < 0 ? undefined : questions[at + 1];
    if (following === undefined) onNext();
    else focus(following.key);
  });
  const hurry = useEffectEvent(() => {
    setHurried(true);
    onHurry();
  });
  useEffect(() => {
    if (leaving === undefined) return;
    if (settled) left(leaving);
    else hurry();
  }, [leaving, settled]);

  // The step as a whole was refused: to the first field that is why.
  const firstRefused = questions.find((question) => refused[question.key] !== undefined)?.key;
  useEffect(() => {
    if (firstRefused !== undefined) focus(firstRefused);
  }, [firstRefused]);

  // Said in the frame of the key itself, and until the one that goes on.
  const waits = leaving !== undefined && (hurried || !settled);
  return { focused, waits, complaints: { ...refused, ...complaints }, leave: setLeaving };
}
