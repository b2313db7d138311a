import type { Finding } from '../../model/finding.ts';
import { type HostPath, joinPath, parentOf } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { byBytes, type ConfigReader, MOST_FILES, namedPath } from '../reader.ts';
import { type ParsedSettings, parseSettings, type Setting } from './settings.ts';

export interface FileSetting extends Setting {
  readonly file: HostPath;
}

export interface IncludedSettings {
  /** In the order PostgreSQL meets them, include directives left out. */
  readonly settings: readonly FileSetting[];
  readonly files: readonly HostPath[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly FileDiagnostic[];
}

/** CONF_FILE_MAX_DEPTH: the main file is at depth 0. */
const MOST_DEPTH = 10;

/** Lines that are no settings: `include`, from 9.2 `include_if_exists`, from 9.3 `include_dir`. */
const INCLUDES: ReadonlySet<string> = new Set(['include', 'include_if_exists', 'include_dir']);

/** The names PostgreSQL takes from a directory: `*.conf`, not hidden, in C locale order (GetConfFilesInDir). */
export function configFiles(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith('.') && name.length >= 6 && name.endsWith('.conf')).sort(byBytes);
}

/** Where an include directive stands. */
interface Place {
  readonly file: HostPath;
  readonly line: number;
}

/** Reads `main` and what it includes. A missing `main` is a finding where it is required. */
export async function readIncluding(
  reader: ConfigReader,
  main: HostPath,
  need: 'required' | 'optional',
): Promise<IncludedSettings> {
  const settings: FileSetting[] = [];
  const files: HostPath[] = [];
  const findings: Finding[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const parsed = new Map<HostPath, ParsedSettings | undefined>();

  async function parse(path: HostPath): Promise<ParsedSettings | undefined> {
    if (parsed.has(path)) return parsed.get(path);
    const text = await reader.read(path);
    const result = text === undefined ? undefined : parseSettings(text);
    parsed.set(path, result);
    for (const diagnostic of result?.diagnostics ?? []) diagnostics.push({ ...diagnostic, file: path });
    return result;
  }

  function fail(id: string, what: string, from: Place | undefined): void {
    findings.push({ id, status: 'fail', what, evidence: from ? [`${from.file}:${from.line}`] : [] });
  }

  async function visit(path: HostPath, above: readonly HostPath[], from: Place | undefined, optional: boolean): Promise<void> {
    if (above.includes(path))
      return fail('postgresql-include-cycle', `${path} includes itself, directly or through others`, from);
    if (above.length > MOST_DEPTH) {
      return fail('postgresql-include-depth', `${path} is included more than ${MOST_DEPTH} levels deep`, from);
    }
    if (files.length >= MOST_FILES) return fail('postgresql-include-count', `More than ${MOST_FILES} files are included`, from);
    const found = await parse(path);
    if (!found) {
      if (!optional) fail('postgresql-conf-missing', `${path} is not there, and PostgreSQL does not start without it`, from);
      return;
    }
    files.push(path);
    for (const setting of found.settings) {
      if (INCLUDES.has(setting.name)) await include({ ...setting, file: path }, [...above, path]);
      else settings.push({ ...setting, file: path });
    }
  }

  async function include(directive: FileSetting, above: readonly HostPath[]): Promise<void> {
    const target = namedPath(parentOf(directive.file), directive.value);
    if (!target) return fail('postgresql-include-name', `"${directive.value}" is not the name of a file`, directive);
    if (directive.name !== 'include_dir') {
      return visit(target, above, directive, directive.name === 'include_if_exists');
    }
    const names = await reader.list(target);
    if (!names) return fail('postgresql-conf-missing', `The directory ${target} is not there`, directive);
    // What a name leads to may be a directory, which PostgreSQL passes over.
    for (const name of configFiles(names)) await visit(joinPath(target, name), above, directive, true);
  }

  await visit(main, [], undefined, need === 'optional');
  return { settings, files, findings, diagnostics };
}
