import { LockedError } from '../apply/lock.ts';
import { UnsafePathError } from '../apply/machine.ts';
import { HostReadError } from '../host/host.ts';
import { failureJson } from '../report/failure.ts';
import { visible } from '../report/visible.ts';
import type { Call } from './context.ts';
import { UsageError } from './options.ts';
import { textFor } from './terminal-text.ts';

/** What an error means to the caller: the exit code, what is said, and what to do next. */
interface Failure {
  readonly exitCode: number;
  readonly kind: string;
  readonly message: string;
  readonly next: string | undefined;
}

/** The one table from errors to exit codes. What is not in it is a bug of ours, or the system's: exit 1. */
export function describeFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const kind = error instanceof Error ? error.name : 'Error';
  if (error instanceof UsageError)
    return { exitCode: 64, kind, message, next: 'momentum-secure --help lists commands and options' };
  if (error instanceof LockedError)
    return { exitCode: 6, kind, message, next: 'Wait for it to end, then run this again. Nothing was changed' };
  const isRoot = process.getuid?.() === 0;
  if (error instanceof HostReadError) {
    const root = isRoot ? undefined : 'Run it as root: the directories of the services are closed to others';
    return { exitCode: 1, kind, message, next: root };
  }
  if (error instanceof UnsafePathError) {
    const isDenied = !isRoot && /EACCES|EPERM/.test(error.reason);
    const next = isDenied ? 'Nothing was changed. Run it as root' : 'Nothing was changed. Look who put it there, and remove it';
    return { exitCode: 1, kind, message, next };
  }
  switch (kind) {
    case 'InterruptedError':
      return { exitCode: 130, kind, message, next: undefined };
    case 'RollbackRefusedError':
    case 'PlanRefusedError':
      return { exitCode: 7, kind, message, next: 'Nothing was changed' };
    case 'SameSessionError':
      return { exitCode: 64, kind, message, next: 'momentum-secure keep --same-session keeps it all the same' };
    case 'PlanFileError':
      return { exitCode: 1, kind, message, next: 'Nothing was changed. momentum-secure plan --out FILE saves one' };
    case 'NoEntryError':
      return { exitCode: 1, kind, message, next: 'momentum-secure history lists what was applied' };
    case 'NotMomentumError':
      return {
        exitCode: 1,
        kind,
        message,
        next: 'Give the place of a tree with --root DIR, or make one to try it in: momentum-secure sandbox DIR',
      };
    case 'NotUnderstoodError':
      return { exitCode: 1, kind, message, next: 'Nothing was changed. Correct the line and run this again' };
    case 'MissingSecretError':
      return { exitCode: 64, kind, message, next: 'Give it by --password-file FILE, a file that only you can read' };
    case 'UnknownSandboxError':
      return { exitCode: 64, kind, message, next: undefined };
    case 'SandboxError':
      return { exitCode: 1, kind, message, next: undefined };
    default:
      return { exitCode: 1, kind, message, next: undefined };
  }
}

/** The commands that change a host only when they are asked to: then their document is that of an apply. */
function changing(argv: readonly string[]): boolean {
  const both = (one: string, other: string) => argv.includes(one) && argv.includes(other);
  return both('doctor', '--fix') || both('certificate', 'import');
}

/** Says why a call came to nothing: a document for programs, a sentence for people. Its exit code comes back. */
export function sayFailure({ argv, command, context }: Call, error: unknown): number {
  const { exitCode, kind, next, ...failure } = describeFailure(error);
  const mask = context?.mask ?? ((text: string) => text);
  const message = visible(mask(failure.message));
  if (argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify(failureJson(changing(argv) ? 'apply' : command, { kind, message, next }), null, 2)}\n`,
    );
  const said = [`momentum-secure: ${message}`, ...(next === undefined ? [] : [`${next}.`])].join('\n');
  process.stderr.write(`${textFor(process.stderr, said)}\n`);
  context?.log(`${kind}: ${message}`);
  if (exitCode === 1 && argv.includes('--verbose') && error instanceof Error)
    process.stderr.write(`${mask(error.stack ?? '')}\n`);
  return exitCode;
}
