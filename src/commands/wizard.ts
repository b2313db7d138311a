import type { Answers } from '../answers/answers.ts';
import { findMomentum } from '../host/momentum.ts';
import type { ApplyResult, Engine } from '../operations/engine.ts';
import { localEngine } from '../operations/local-engine.ts';
import { missingAnswers } from '../operations/missing-answers.ts';
import { recoverFirst } from '../operations/recover-first.ts';
import { unfinishedRun } from '../operations/survey.ts';
import { createSandbox } from '../sandbox/index.ts';
import { report } from './carry-out.ts';
import { confirmOnTerminal } from './confirm.ts';
import { aside, type Context, givenAnswers, lookAt, print, wantsPlain } from './context.ts';
import { describeFailure } from './failure.ts';
import { offerCommit } from './offer-commit.ts';
import { UsageError } from './options.ts';
import { freshSandboxDirectory } from './sandbox.ts';

/** No command: the wizard in a terminal, else what it would ask and 64. */
export async function runWizardCommand(context: Context): Promise<number> {
  const initialAnswers = await givenAnswers(context);
  const { present } = await findMomentum(lookAt(context));
  if (!isInteractive(context)) throw await nobodyToAsk(context, present, initialAnswers);
  if (present) return runIn(context.root, context, initialAnswers);
  const sandbox = await offerSandbox(context);
  if (sandbox === undefined) return 0;
  const exitCode = await runIn(sandbox, context, initialAnswers);
  // The screens have come in between: what was said before them is out of sight.
  print(context, `The sandbox is still there. To remove it: momentum-secure sandbox ${sandbox} --remove`);
  return exitCode;
}

async function runIn(root: string, context: Context, initialAnswers: Answers): Promise<number> {
  if (context.passwordProblem !== undefined) throw context.passwordProblem;
  const stopped = await offerRecovery(root, context);
  if (stopped !== undefined) return stopped;
  const engine = localEngine({ root, withServices: context.withServices, fix: false, secrets: context.secrets });
  let applied: ApplyResult | undefined;
  const watched: Engine = {
    ...engine,
    apply: async (...args) => {
      applied = await engine.apply(...args);
      return applied;
    },
    doctor: {
      ...engine.doctor,
      apply: async (...args) => {
        applied = await engine.doctor.apply(...args);
        return applied;
      },
    },
  };
  const { stdin, stdout, env, signal, mask } = context;
  const explain = (error: unknown) => {
    const { exitCode, message, next } = describeFailure(error);
    return { exitCode, what: mask(message), next: next === undefined ? [] : [`${next}.`] };
  };
  const run = wantsPlain(context)
    ? (await import('../../steps/plain/run-plain.ts')).runPlain
    : (await import('../../steps/run-wizard.tsx')).runWizard;
  const { exitCode, summary } = await run({ engine: watched, stdin, stdout, env, initialAnswers, explain, stop: signal });
  context.log(mask(summary.join('\n')));
  // The screens are gone by now: eccfg needs the terminal for itself.
  if (applied !== undefined && exitCode === 0) await offerCommit(context, root, applied);
  return exitCode;
}

function isInteractive({ stdin, stdout, json, options }: Context): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && !json && options.values['no-input'] !== true;
}

/** A run that was killed left the tree between two states. An exit code: it could not be put back. */
async function offerRecovery(root: string, context: Context): Promise<number | undefined> {
  const [unfinished] = await unfinishedRun(lookAt({ ...context, root }));
  if (unfinished === undefined) return undefined;
  print(context, `${unfinished.what}. The tree may be neither as it was before it nor as it was to be.`);
  if (!(await confirmOnTerminal(context, 'Put everything back now, before the wizard looks at it?'))) return undefined;
  const { failed, said } = await recoverFirst(root, 'recovery', context.withServices);
  if (failed !== undefined) return report(context, failed);
  if (said !== undefined) print(context, `${said}.`);
  return undefined;
}

/** Where there is no Momentum, a newcomer gets one to try everything in: with real servers where they are installed. */
async function offerSandbox(context: Context): Promise<string | undefined> {
  print(context, `There is no Momentum at ${context.root}.`);
  const question = 'Make a sandbox to try the wizard in? It is a directory below /var/tmp; nothing else is touched.';
  if (!(await confirmOnTerminal(context, question))) {
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

/** What would be asked, for whoever can give it as flags or in a file. */
async function nobodyToAsk(context: Context, present: boolean, answers: Answers): Promise<UsageError> {
  const nobody = 'Nobody can be asked here: the wizard needs a terminal';
  if (!present) {
    return new UsageError(
      `${nobody}, and there is no Momentum at ${context.root}. Try: momentum-secure sandbox DIR, then --root DIR`,
    );
  }
  const engine = localEngine({ root: context.root, withServices: context.withServices, fix: false, secrets: context.secrets });
  const { flags, yaml } = missingAnswers(await engine.questions(answers), answers);
  if (flags.length === 0) return new UsageError(`${nobody}. All is answered; to apply it: momentum-secure apply --yes`);
  const indented = yaml.trimEnd().split('\n');
  return new UsageError(
    [
      `${nobody}. These answers are missing, here with what it would propose:`,
      ...flags.map((flag) => `  ${flag}`),
      'or the same in a file for --answers:',
      ...indented.map((line) => `  ${line}`),
      'Then: momentum-secure apply --yes',
    ].join('\n'),
  );
}
