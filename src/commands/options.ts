import { parseArgs } from 'node:util';

/** Options that every command accepts. The table also makes the help. */
export const globalOptions = {
  root: { type: 'string', value: 'DIR', what: 'the tree is under DIR instead of /' },
  answers: { type: 'string', value: 'FILE', what: 'answers from a YAML or JSON file, - for standard input' },
  set: { type: 'string', multiple: true, value: 'KEY=VALUE', what: 'one answer; the value is YAML; may be repeated' },
  'password-file': { type: 'string', value: 'FILE', what: 'where a password is read from' },
  yes: { type: 'boolean', what: 'apply without asking' },
  json: { type: 'boolean', what: 'one JSON document on standard output' },
  plain: { type: 'boolean', what: 'plain prompts instead of screens' },
  'no-input': { type: 'boolean', what: 'never ask; say what is missing' },
  'no-color': { type: 'boolean', what: 'no colours (also NO_COLOR)' },
  'no-services': { type: 'boolean', what: 'start, stop and ask no service' },
  'log-file': { type: 'string', value: 'FILE', what: 'write down there what happens' },
  verbose: { type: 'boolean', what: 'say more on standard error' },
  help: { type: 'boolean', what: 'this help' },
  version: { type: 'boolean', what: 'the version' },
} as const;

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Name of the value in the help. */
  readonly value?: string;
  readonly what: string;
}

/** Wrong usage: what was given, what is allowed. Exit 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
}

/** Parses what follows the command's name. Throws UsageError. */
export function parseOptions(args: readonly string[], own: Readonly<Record<string, OptionSpec>>): Parsed {
  const specs: Readonly<Record<string, OptionSpec>> = { ...globalOptions, ...own };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple }]) => [name, { type, multiple: multiple === true }]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values: values as Parsed['values'], positionals };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(error.message.replace(/\. To specify a positional.*$/s, ''));
  }
}

/** Where the command's name stands: the first word that is no option and no option's value; -1 without one. */
export function commandIndex(args: readonly string[]): number {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    if (!arg.startsWith('-') || arg === '-') return index;
    const spec: OptionSpec | undefined = (globalOptions as Readonly<Record<string, OptionSpec>>)[arg.slice(2)];
    if (spec?.type === 'string') index += 1;
  }
  return -1;
}

/** A word too many is refused: a plan that was named and passed over would be another plan than the one that was meant. */
export function refuseExtraWords(
  command: { readonly name: string; readonly args: string } | undefined,
  { positionals }: Parsed,
): void {
  const words = command?.args.split(' ').filter(Boolean) ?? [];
  const most = words.some((word) => word.includes('...')) ? Number.POSITIVE_INFINITY : words.length;
  if (positionals.length <= most) return;
  const allowed = most === 0 ? 'no further words' : command?.args;
  throw new UsageError(`${command?.name ?? 'momentum-secure'}: expected ${allowed}, got ${positionals.join(' ')}`);
}
