import { findMomentum } from '../host/momentum.ts';
import type { Question } from '../model/question.ts';
import { localEngine } from '../operations/local-engine.ts';
import { createSandbox } from '../sandbox/index.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, type Context, givenAnswers, lookAt, print } from './context.ts';
import { freshSandboxDirectory } from './sandbox.ts';

/** No command: the wizard in a terminal, else what it would ask and 64. */
export async function runWizardCommand(context: Context): Promise<number> {
  const initialAnswers = await givenAnswers(context);
  const momentum = await findMomentum(lookAt(context));
  const interactive =
    context.stdin.isTTY === true && context.stdout.isTTY === true && context.options.values['no-input'] !== true;
  if (!interactive) return sayWhatIsMissing(context, momentum.present);
  const root = momentum.present ? context.root : await offerSandbox(context);
  if (root === undefined) return 0;
  const engine = localEngine({ root, withServices: context.withServices, fix: context.options.values.fix === true });
  const { stdin, stdout, env, signal } = context;
  const run = wantsPlain(context)
    ? (await import('../../steps/plain/run-plain.ts')).runPlain
    : (await import('../../steps/run-wizard.tsx')).runWizard;
  const { exitCode, summary } = await run({ engine, stdin, stdout, env, initialAnswers, stop: signal });
  void summary;
  return exitCode;
}

/** Dumb terminals, screen readers, and whoever asks for it. */
function wantsPlain({ options, env }: Context): boolean {
  return options.values.plain === true || env.TERM === 'dumb' || Boolean(env.ACCESSIBLE) || env.INK_SCREEN_READER === 'true';
}

/** Where there is no Momentum, a newcomer gets one to try everything in: with real servers where they are installed. */
async function offerSandbox(context: Context): Promise<string | undefined> {
  print(context, `There is no Momentum at ${context.root}.`);
  if (
    !(await confirmOnTerminal(
      context,
      'Make a sandbox to try the wizard in? It is a directory below /var/tmp; nothing else is touched.',
    ))
  ) {
    print(context, 'Nothing was changed. --root DIR names the place of a Momentum tree.');
    return undefined;
  }
  const directory = freshSandboxDirectory();
  const onProgress = (what: string) => aside(context, what);
  const report = await createSandbox({ directory, withServers: true, onProgress }).catch((error: Error) => {
    if (error.name !== 'SandboxError') throw error;
    aside(context, `${error.message}\nGoing on without servers.`);
    return createSandbox({ directory, withServers: false, onProgress });
  });
  print(context, `The sandbox is ${report.directory}. To remove it: momentum-secure sandbox ${report.directory} --remove`);
  return report.directory;
}

async function sayWhatIsMissing(context: Context, present: boolean): Promise<number> {
  if (!present) {
    aside(
      context,
      `There is no Momentum at ${context.root}, and nobody can be asked here. Try: momentum-secure sandbox DIR, then --root DIR`,
    );
    return 64;
  }
  const engine = localEngine({ root: context.root, withServices: context.withServices, fix: false });
  const answers = await givenAnswers(context);
  const questions = await engine.questions(answers);
  aside(context, 'Nobody can be asked here. These answers are missing, as a flag or as a key of an answers file:');
  for (const question of questions) aside(context, describeQuestion(question));
  aside(context, 'Then: momentum-secure apply --yes --answers FILE');
  return 64;
}

function describeQuestion(question: Question): string {
  const allowed = question.kind === 'select' ? question.options.map(({ value }) => value).join('|') : 'text';
  const example = String(question.default);
  return `  --set '${question.key}=${example.includes(',') ? `[${example}]` : example}'   (${allowed})  ${question.title}`;
}
