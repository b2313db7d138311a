import type { Engine } from '../src/operations/engine.ts';

/** An error as an operator needs it. */
export interface Trouble {
  readonly what: string;
  /** What to do now, a sentence each. */
  readonly next: readonly string[];
  readonly exitCode: number;
}

/** What an error of the engine means: the command line's own table, so that it means the same on every face. */
export type Explain = (error: unknown) => Trouble;

/** An error whose meaning is known. */
class TroubleError extends Error {
  override readonly name = 'TroubleError';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, cause: unknown) {
    super(trouble.what, { cause });
    this.trouble = trouble;
  }
}

/** The same engine; whatever it throws has been explained. */
export function explaining(engine: Engine, explain: Explain): Engine {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw new TroubleError(explain(error), error);
    }
  };
  return {
    survey: () => guard(() => engine.survey()),
    questions: (answers) => guard(() => engine.questions(answers)),
    plan: (answers, options) => guard(() => engine.plan(answers, options)),
    apply: (work, onEvent, signal, secrets) => guard(() => engine.apply(work, onEvent, signal, secrets)),
    doctor: {
      symptoms: () => engine.doctor.symptoms(),
      diagnose: (complaint, onLooked) => guard(() => engine.doctor.diagnose(complaint, onLooked)),
      plan: (diagnosis, ids) => guard(() => engine.doctor.plan(diagnosis, ids)),
      apply: (fix, onEvent, signal) => guard(() => engine.doctor.apply(fix, onEvent, signal)),
    },
  };
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof TroubleError) return error.trouble;
  return { what: error instanceof Error ? error.message : String(error), next: [], exitCode: 1 };
}
