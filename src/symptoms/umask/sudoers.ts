import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import { baseName, type HostPath, joinPath } from '../../model/paths.ts';
import { parseMask } from './shell.ts';

/** The umask that sudo gives to something, and the line that decides. */
export interface SudoUmask {
  readonly mask: number;
  readonly file: HostPath;
  readonly line: number;
  readonly text: string;
}

/** What is run: as whom, and which program, where that matters. */
export interface SudoRun {
  readonly runas: string;
  readonly program: HostPath;
}

/** Whom a Defaults line is about: `>` the account it becomes, `!` the command; `:` and `@`, who and where, are not told apart. */
interface Entry extends SudoUmask {
  readonly kind: '' | ':' | '@' | '>' | '!';
  readonly names: readonly string[];
}

/** sudo keeps the caller's umask for this value. */
const KEEPS = 0o777;

/**
 * The last of the Defaults that apply, those of a command after all others. sudo adds the caller's
 * own umask to it. Undefined: nothing is set, and sudo goes by 0022.
 */
export async function sudoUmask(host: Host, { runas, program }: SudoRun): Promise<SudoUmask | undefined> {
  const entries = await readDefaults(host, LAYOUT.sudoers);
  const general = entries.filter(({ kind, names }) => kind !== '!' && (kind !== '>' || names.includes(runas)));
  const ofCommand = entries.filter(({ kind, names }) => kind === '!' && names.some((name) => covers(name, program)));
  const last = [...general, ...ofCommand].at(-1);
  return last === undefined || last.mask === KEEPS ? undefined : last;
}

/** A name that ends in a slash stands for all that is directly in the directory. */
function covers(name: string, program: HostPath): boolean {
  return name === program || (name.endsWith('/') && name === `${program.slice(0, program.lastIndexOf('/'))}/`);
}

async function readDefaults(host: Host, file: HostPath): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const { text, line } of joinedLines((await readText(host, file)) ?? '')) {
    const directory = /^[#@]includedir\s+(\S+)/.exec(text)?.[1];
    if (directory !== undefined && file === LAYOUT.sudoers) {
      const path = joinPath(file, directory);
      // Editors' and package managers' leftovers are no sudoers files.
      const names = ((await host.list(path)) ?? []).filter((name) => !name.includes('.') && !name.endsWith('~'));
      for (const name of names) entries.push(...(await readDefaults(host, joinPath(path, baseName(name as HostPath)))));
      continue;
    }
    const [, kind = '', names = '', options = ''] = /^Defaults(?:([:@>!])\s*(\S+))?\s+(.*)$/.exec(text) ?? [];
    const value = /(?:^|[,\s])umask\s*=\s*"?([0-7]+)/.exec(options)?.[1];
    const mask = /(?:^|[,\s])!\s*umask\b(?!_)/.test(options) ? KEEPS : parseMask(value ?? '');
    if (mask !== undefined && (value !== undefined || mask === KEEPS))
      entries.push({ mask, file, line, text, kind: kind as Entry['kind'], names: names.split(',') });
  }
  return entries;
}

/** Lines that end in a backslash go on; each has the number of its first. */
function joinedLines(text: string): readonly { readonly text: string; readonly line: number }[] {
  const joined: { text: string; line: number }[] = [];
  let goesOn = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const last = joined.at(-1);
    if (goesOn && last !== undefined) last.text += ` ${raw.trim().replace(/\\$/, '')}`;
    else joined.push({ text: raw.trim().replace(/\\$/, ''), line: index + 1 });
    goesOn = raw.endsWith('\\');
  }
  return joined;
}
