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
    'Exit codes:',
    ...exits.map(([code, what]) => row(code, what)),
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
  return left.length > WIDTH ? `  ${left}\n${' '.repeat(WIDTH + 3)}${right}` : `  ${left.padEnd(WIDTH)} ${right}`;
}

const exits: readonly (readonly [code: string, means: string])[] = [
  ['0', 'done, or nothing to change'],
  ['1', 'an error; nothing was changed'],
  ['2', 'there are changes, or something fails'],
  ['3', 'preflight failed; nothing was changed'],
  ['4', 'it did not work; everything was put back'],
  ['5', 'not everything could be put back: act now'],
  ['6', 'another run holds the lock'],
  ['7', 'a stale plan, or a rollback over a later edit; nothing was changed'],
  ['64', 'wrong usage, or answers that are wrong or missing'],
  ['129, 130, 143', 'hang-up, Ctrl-C, SIGTERM'],
];
