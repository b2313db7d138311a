import type { Answers } from '../answers/answers.ts';
import { certificateQuestions } from '../choices/certificates/questions.ts';
import { choices } from '../choices/index.ts';
import { LocalHost } from '../host/local.ts';
import type { Question, TypedSecrets } from '../model/question.ts';
import { applyPlan } from './apply-plan.ts';
import type { Engine } from './engine.ts';
import { localDoctor } from './local-doctor.ts';
import { lookBack } from './look-back.ts';
import { makePlan } from './make-plan.ts';
import { survey } from './survey.ts';
import { thisSession } from './this-session.ts';

export interface EngineOptions {
  readonly root: string;
  readonly withServices: boolean;
  /** For plans that do not say themselves. */
  readonly fix: boolean;
  /** What was given before anybody is asked; what is typed counts more. */
  readonly secrets?: TypedSecrets;
}

/** The engine over the tree at `root` on this machine; every call looks anew. */
export function localEngine({ root, withServices, fix, secrets: given = {} }: EngineOptions): Engine {
  const look = () => new LocalHost(root, withServices);
  const withGiven = (typed: TypedSecrets = {}): TypedSecrets => ({
    ...given,
    ...Object.fromEntries(Object.entries(typed).filter(([, secret]) => secret !== '')),
  });
  return {
    async survey() {
      const found = await survey(look());
      const before = await lookBack(look(), found);
      return before === undefined ? found : { ...found, before };
    },
    async questions(answers) {
      const questions = await allQuestions(look(), answers);
      return questions.map((one) => (one.kind === 'secret' && given[one.key] !== undefined ? { ...one, default: true } : one));
    },
    plan: (answers, options) => {
      const secrets = withGiven(options?.secrets);
      return makePlan(look(), answers, { fix, ...options, secrets, withServices, session: thisSession() });
    },
    apply: (work, onEvent, signal, typed) =>
      applyPlan(work, { root, doing: 'apply', withServices, onEvent, signal, secrets: withGiven(typed) }),
    doctor: localDoctor(look, root, withServices),
  };
}

/** Every question of every choice in order; a later one's default may follow from what an earlier one would be answered with. */
async function allQuestions(host: LocalHost, answers: Answers): Promise<readonly Question[]> {
  const questions: Question[] = [];
  let assumed: Answers = answers;
  for (const choice of choices) {
    const asked = await choice.questions(host, assumed);
    questions.push(...asked);
    const mode = asked.find((question) => question.key === choice.id);
    if (mode?.kind === 'select' && assumed[choice.id as 'databaseSsl'] === undefined)
      assumed = { ...assumed, [choice.id]: mode.default };
  }
  return [...questions, ...(await certificateQuestions(host, assumed))];
}
