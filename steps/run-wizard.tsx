import type { ReadStream, WriteStream } from 'node:tty';
import { themeFor } from '../components/theme.ts';
import type { Answers } from '../src/answers/answers.ts';
import type { Engine } from '../src/operations/engine.ts';
import { interrupted, type Outcome } from './outcome.ts';
import { plainWriter } from './plain/plain-text.ts';
import { type Explain, explaining } from './trouble.ts';

export interface RunOptions {
  readonly engine: Engine;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From a file or flags: what is asked starts from these. */
  readonly initialAnswers: Answers;
  /** What errors of the engine mean: exit code, words, what to do next. */
  readonly explain: Explain;
  /** Abort it to stop from outside, as Ctrl-C does: what was written is put back first. */
  readonly stop?: AbortSignal;
}

/**
 * The wizard on a terminal's alternate screen; afterwards, on the screen the operator came from, a
 * summary. Both streams must be terminals. Exit codes are those of the command line.
 */
export async function runWizard({ engine, stdin, stdout, env, initialAnswers, explain, stop }: RunOptions): Promise<Outcome> {
  // Ink's colours ask FORCE_COLOR and know nothing of NO_COLOR, and ask when they are loaded.
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') {
    process.env.FORCE_COLOR = '0';
    delete process.env.NO_COLOR;
  }
  const [{ render }, { Wizard }, { Keyboard }, { Themed }] = await Promise.all([
    import('ink'),
    import('./wizard.tsx'),
    import('../components/keyboard.tsx'),
    import('../components/use-theme.tsx'),
  ]);
  const guarded = explaining(engine, explain);
  let outcome: Outcome = interrupted;
  const app = render(
    <Themed theme={themeFor(env)}>
      <Keyboard>
        <Wizard
          engine={guarded}
          brought={initialAnswers}
          env={env}
          stop={stop}
          onLeave={(how) => {
            outcome = how;
            app.unmount();
          }}
        />
      </Keyboard>
    </Themed>,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      // Our own: it ends with 130, or has an apply put back first.
      exitOnCtrlC: false,
      // CI=true in a real terminal is still a terminal.
      interactive: true,
      // Nothing of ours writes to the console; what a library might is not for this screen.
      patchConsole: true,
    },
  );
  await app.waitUntilExit();
  const text = plainWriter(stdout.columns, env);
  for (const line of outcome.summary.flatMap((sentence) => text.sentence(sentence))) stdout.write(`${line}\n`);
  return outcome;
}
