import type { Finding } from '../../model/finding.ts';
import type { HostPath } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import type { ConfigReader } from '../reader.ts';
import { commandLineSettings } from './command-line.ts';
import { type FileSetting, readIncluding } from './include.ts';

/** What a setting was given somewhere. `file` and `line` are missing for the command line. */
export interface Given {
  readonly name: string;
  readonly value: string;
  readonly file?: HostPath;
  readonly line?: number;
  /** The line itself, for an editor. */
  readonly setting?: FileSetting;
}

/** The one that counts, and those before it that lose, first one first. */
export interface EffectiveSetting extends Given {
  readonly overrides: readonly Given[];
}

export interface EffectiveSettings {
  /** By name in lower case. A setting that is not there has PostgreSQL's built-in value. */
  readonly settings: ReadonlyMap<string, EffectiveSetting>;
  /** Every file that was read, in the order PostgreSQL reads them. */
  readonly files: readonly HostPath[];
  /** Includes that lead nowhere, or in a circle. */
  readonly findings: readonly Finding[];
  /** Lines that PostgreSQL refuses. */
  readonly diagnostics: readonly FileDiagnostic[];
}

export interface EffectiveOptions {
  /** postgresql.auto.conf in the data directory, 9.4 and later; it may be missing. */
  readonly autoConf?: HostPath;
  /** Arguments of the server, which win over every file. */
  readonly commandLine?: readonly string[];
}

/**
 * The settings a server would start with: `mainFile` with its includes, then postgresql.auto.conf,
 * then the command line; the last one wins (PostgreSQL manual, "Setting Parameters"). Never rejects
 * by itself; it does where `reader.read` does.
 */
export async function readEffective(
  reader: ConfigReader,
  mainFile: HostPath,
  options: EffectiveOptions = {},
): Promise<EffectiveSettings> {
  const main = await readIncluding(reader, mainFile, 'required');
  const auto = options.autoConf ? await readIncluding(reader, options.autoConf, 'optional') : undefined;
  const given: Given[] = [...main.settings, ...(auto?.settings ?? [])].map((setting) => {
    const { name, value, file, line } = setting;
    return { name, value, file, line, setting };
  });
  given.push(...commandLineSettings(options.commandLine ?? []));
  return {
    settings: lastWins(given),
    files: [...main.files, ...(auto?.files ?? [])],
    findings: [...main.findings, ...(auto?.findings ?? [])],
    diagnostics: [...main.diagnostics, ...(auto?.diagnostics ?? [])],
  };
}

function lastWins(given: readonly Given[]): Map<string, EffectiveSetting> {
  const byName = new Map<string, Given[]>();
  for (const one of given) {
    const all = byName.get(one.name);
    if (all) all.push(one);
    else byName.set(one.name, [one]);
  }
  const effective = new Map<string, EffectiveSetting>();
  for (const [name, all] of byName) {
    const last = all.at(-1);
    if (last) effective.set(name, { ...last, overrides: all.slice(0, -1) });
  }
  return effective;
}
