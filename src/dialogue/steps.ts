import type { Question } from '../model/question.ts';

type StepKind = 'welcome' | 'summary' | 'choice' | 'certificates' | 'preflight' | 'preview' | 'apply' | 'done';

/** One screen of the dialogue. Its id is its kind, or for a choice the id of the choice. */
export interface Step {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
}

/** Questions with this `choice` are asked together, after the choices that certificates are for. */
const certificatesStep = 'certificates';

const welcome: Step = { id: 'welcome', kind: 'welcome', title: 'Welcome' };
/** In place of the welcome where there was a run before: every step is opened from it, and leads back to it. */
const summary: Step = { id: 'summary', kind: 'summary', title: 'Summary' };
const certificates: Step = { id: certificatesStep, kind: 'certificates', title: 'Certificates' };
const closing: readonly Step[] = [
  { id: 'preflight', kind: 'preflight', title: 'Preflight' },
  { id: 'preview', kind: 'preview', title: 'Preview' },
  { id: 'apply', kind: 'apply', title: 'Apply' },
  { id: 'done', kind: 'done', title: 'Done' },
];

/**
 * The steps that these questions make, in order. `titles` names choices; one without a name is
 * called what its first question is called.
 */
export function stepsFor(
  questions: readonly Question[],
  titles: Readonly<Record<string, string>>,
  again: boolean,
): readonly Step[] {
  const choices: Step[] = [];
  for (const question of questions) {
    if (question.choice === certificatesStep || choices.some((step) => step.id === question.choice)) continue;
    choices.push({ id: question.choice, kind: 'choice', title: titles[question.choice] ?? question.title });
  }
  const hasCertificates = questions.some((question) => question.choice === certificatesStep);
  return [again ? summary : welcome, ...choices, ...(hasCertificates ? [certificates] : []), ...closing];
}

/** Does one come to this step only by opening it from the summary? */
export function isAside({ kind }: Step): boolean {
  return kind === 'choice' || kind === 'certificates';
}

/** The questions of one step, in the order in which they are asked. */
export function questionsOf(stepId: string, questions: readonly Question[]): readonly Question[] {
  return questions.filter((question) => question.choice === stepId);
}
