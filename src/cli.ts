import { makeContext } from './commands/context.ts';
import { describeFailure } from './commands/failure.ts';
import { commandHelp, programHelp } from './commands/help.ts';
import { commands } from './commands/index.ts';
import { commandIndex, parseOptions, UsageError } from './commands/options.ts';
import { version } from './version.ts';

/** What the shell adds to 128 for a process ended by a signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Arguments to one command, and its exit code back. */
async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController();
  let interruptedBy: number | undefined;
  for (const [signal, exitCode] of Object.entries(SIGNALS)) {
    // Later ones too: what is being put back is put back to the end.
    process.on(signal as keyof typeof SIGNALS, () => {
      interruptedBy ??= exitCode;
      controller.abort();
    });
  }
  const wantsJson = argv.includes('--json');
  try {
    const exitCode = await dispatch(argv, controller.signal);
    // An apply that was interrupted says 130 for any signal; the shell wants to know which.
    return exitCode === 130 && interruptedBy !== undefined ? interruptedBy : exitCode;
  } catch (error) {
    const { exitCode, kind, message, next } = describeFailure(error);
    if (wantsJson)
      process.stdout.write(`${JSON.stringify({ error: { kind, message, next: next ?? null }, changed: false }, null, 2)}\n`);
    process.stderr.write(`momentum-secure: ${message}\n${next === undefined ? '' : `${next}.\n`}`);
    if (exitCode === 1 && kind !== 'HostReadError' && argv.includes('--verbose') && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    return exitCode;
  }
}

async function dispatch(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const { stdin, stdout, stderr, env } = process;
  const at = commandIndex(argv);
  const name = argv[at];
  const load = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (name !== undefined && load === undefined)
    throw new UsageError(`There is no command ${name}; there are ${Object.keys(commands).join(', ')}`);
  const command = await load?.();
  const parsed = parseOptions(
    argv.filter((_, index) => index !== at),
    command?.options ?? {},
  );
  const { values } = parsed;
  if (values.version === true) {
    stdout.write(`${version}\n`);
    return 0;
  }
  if (values.help === true) {
    stdout.write(
      `${command === undefined ? programHelp(await Promise.all(Object.values(commands).map((one) => one()))) : commandHelp(command)}\n`,
    );
    return 0;
  }
  if (values['no-color'] === true) env.NO_COLOR = '1';
  const context = makeContext(parsed, { stdin, stdout, stderr, env, signal });
  if (command !== undefined) return command.run(context);
  const { runWizardCommand } = await import('./commands/wizard.ts');
  return runWizardCommand(context);
}

process.exitCode = await main(process.argv.slice(2));
