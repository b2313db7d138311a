import type { Command } from './commands/command.ts';
import { aside, type Call, type Context, makeContext, print, printJson } from './commands/context.ts';
import { sayFailure } from './commands/failure.ts';
import { commandHelp, programHelp } from './commands/help.ts';
import { commands } from './commands/index.ts';
import { commandIndex, parseOptions, refuseExtraWords, UsageError } from './commands/options.ts';
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
  // Whoever reads us may stop reading (`| head`): what is being applied goes on to its end all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const call: Call = { argv, signal: controller.signal };
  const exitCode = await dispatch(call).catch((error: unknown) => sayFailure(call, error));
  // An apply that was interrupted says 130 for any signal, one that was finished by then 0; the shell wants to know which signal.
  const told = interruptedBy !== undefined && [0, 130].includes(exitCode) ? interruptedBy : exitCode;
  call.context?.log(`Ended with exit code ${told}`);
  return told;
}

async function dispatch(call: Call): Promise<number> {
  const { argv, signal } = call;
  const { stdin, stdout, stderr, env } = process;
  const at = commandIndex(argv);
  const name = argv[at];
  const load = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (name !== undefined && load === undefined)
    throw new UsageError(`There is no command ${name}; there are ${Object.keys(commands).join(', ')}`);
  if (name !== undefined) call.command = name;
  const command = await load?.();
  const parsed = parseOptions(
    argv.filter((_, index) => index !== at),
    command?.options ?? {},
  );
  const { values } = parsed;
  const context = await makeContext(parsed, { stdin, stdout, stderr, env, signal });
  call.context = context;
  if (values.version === true) return sayAside(context, { version }, version);
  if (values.help === true) return sayAside(context, {}, await helpText(command));
  refuseExtraWords(command, parsed);
  if (values['no-color'] === true) env.NO_COLOR = '1';
  context.log(`momentum-secure ${version} ${name ?? '(wizard)'} at ${context.root}`);
  if (values.verbose === true)
    aside(context, `momentum-secure ${version}, Node ${process.version}, ${name ?? 'wizard'} at ${context.root}`);
  if (command !== undefined) return command.run(context);
  const { runWizardCommand } = await import('./commands/wizard.ts');
  return runWizardCommand(context);
}

/** What is asked about the program itself: a text for people, a document for programs. */
function sayAside(context: Context, document: object, text: string): number {
  if (context.json) printJson(context, Object.keys(document).length === 0 ? { help: text } : document);
  else print(context, text);
  return 0;
}

async function helpText(command: Command | undefined): Promise<string> {
  return command === undefined
    ? programHelp(await Promise.all(Object.values(commands).map((one) => one())))
    : commandHelp(command);
}

process.exitCode = await main(process.argv.slice(2));
// A server that was asked and does not answer must not hold up whoever pressed Ctrl-C. What goes to a terminal is out by now.
if (Object.values<unknown>(SIGNALS).includes(process.exitCode) && process.stdout.isTTY && process.stderr.isTTY) process.exit();
