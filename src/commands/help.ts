import type { Command } from './command.ts';
import { globalOptions, type OptionSpec } from './options.ts';

const WIDTH = 24;

/** Help of the program: made from the tables that are also what is accepted. */
export function programHelp(commands: readonly Command[]): string {
  const verbs = commands.map(({ name, args, what }) => row(`${name} ${args}`.trim(), what));
  return [
    'Usage: momentum-secure [COMMAND] [OPTIONS]',
    '',
    'Without a command: the wizard.',
    '',
    ...verbs,
    '',
    'Options of every command:',
    ...optionRows(globalOptions),
    '',
    exits,
  ].join('\n');
}

export function commandHelp({ name, args, what, options }: Command): string {
  const own = Object.keys(options).length === 0 ? [] : ['', 'Options:', ...optionRows(options)];
  return [
    `Usage: momentum-secure ${`${name} ${args}`.trim()} [OPTIONS]`,
    '',
    what,
    ...own,
    '',
    'Options of every command:',
    ...optionRows(globalOptions),
  ].join('\n');
}

function optionRows(options: Readonly<Record<string, OptionSpec>>): readonly string[] {
  return Object.entries(options).map(([name, { value, what }]) =>
    row(`--${name}${value === undefined ? '' : ` ${value}`}`, what),
  );
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(WIDTH)} ${right}`;
}

const exits = `Exit codes: 0 done or nothing to change, 1 error and nothing changed, 2 changes or a fail found,
3 preflight failed, 4 put back, 5 could not all be put back, 6 another run holds the lock,
7 stale plan or rollback over a later edit, 64 wrong usage, 129 130 143 hang-up, Ctrl-C, SIGTERM.`;
