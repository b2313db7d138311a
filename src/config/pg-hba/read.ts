import type { Finding } from '../../model/finding.ts';
import { type HostPath, joinPath, parentOf } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { logicalLines, never } from '../lines.ts';
import { configFiles } from '../postgresql/include.ts';
import { type ConfigReader, namedPath } from '../reader.ts';
import { type HbaInclude, type HbaRule, parseRules, type RulesOptions } from './rules.ts';
import { fieldsOf, type HbaField, type HbaToken, listedFile } from './tokens.ts';

/** A rule with its @files read. An @file that is missing or empty leaves nothing: it matches nobody. */
export interface FileRule extends HbaRule {
  readonly file: HostPath;
}

export interface ServerRules {
  /** In the order the server tries them. */
  readonly rules: readonly FileRule[];
  readonly files: readonly HostPath[];
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly FileDiagnostic[];
}

/** CONF_FILE_MAX_DEPTH, for includes and for @files. */
const MOST_DEPTH = 10;

/** Far more than any server has: lists that name each other many times would otherwise never end. */
const MOST_VISITS = 100_000;

interface Place {
  readonly file: HostPath;
  readonly line: number;
}

/** The rules of pg_hba.conf with its includes (16 and later) and @files. Rejects only where `reader.read` does. */
export async function readRules(reader: ConfigReader, mainFile: HostPath, options: RulesOptions = {}): Promise<ServerRules> {
  const rules: FileRule[] = [];
  const files = new Set<HostPath>();
  const findings: Finding[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const texts = new Map<HostPath, string | undefined>();
  let visits = 0;

  function fail(id: string, what: string, from: Place | undefined): undefined {
    findings.push({ id, status: 'fail', what, evidence: from ? [`${from.file}:${from.line}`] : [] });
  }

  /** The text of a file that is not above itself; everything that can be wrong on the way is a finding. */
  async function open(path: HostPath, above: readonly HostPath[], from: Place | undefined, optional: boolean) {
    if (above.includes(path)) return fail('pg-hba-include-cycle', `${path} includes itself, directly or through others`, from);
    if (above.length > MOST_DEPTH) return fail('pg-hba-include-depth', `${path} is more than ${MOST_DEPTH} levels deep`, from);
    visits += 1;
    if (visits === MOST_VISITS) fail('pg-hba-include-count', `Files are included more than ${MOST_VISITS} times`, from);
    if (visits >= MOST_VISITS) return undefined;
    if (!texts.has(path)) texts.set(path, await reader.read(path));
    const text = texts.get(path);
    if (text === undefined && !optional) return fail('pg-hba-file-missing', `${path} is not there`, from);
    if (text !== undefined) files.add(path);
    return text;
  }

  async function visit(path: HostPath, above: readonly HostPath[], from: Place | undefined, optional: boolean): Promise<void> {
    const text = await open(path, above, from, optional);
    if (text === undefined) return;
    const inside = [...above, path];
    const { entries, diagnostics: here } = parseRules(text, options);
    for (const diagnostic of here) diagnostics.push({ ...diagnostic, file: path });
    for (const entry of entries) {
      if (entry.kind !== 'rule') await include(entry, inside, path);
      else {
        const databases = await expand(entry.databases, inside, { file: path, line: entry.line });
        const users = await expand(entry.users, inside, { file: path, line: entry.line });
        rules.push({ ...entry, databases, users, file: path });
      }
    }
  }

  async function include({ kind, name, line }: HbaInclude, above: readonly HostPath[], file: HostPath): Promise<void> {
    const from = { file, line };
    const target = namedPath(parentOf(file), name);
    if (!target) return fail('pg-hba-include-name', `"${name}" is not the name of a file`, from);
    if (kind !== 'include_dir') return visit(target, above, from, kind === 'include_if_exists');
    const names = await reader.list(target);
    if (!names) return fail('pg-hba-file-missing', `The directory ${target} is not there`, from);
    for (const child of configFiles(names)) await visit(joinPath(target, child), above, from, true);
  }

  /** A field with each @file replaced by the tokens in it, which may be @files again. */
  async function expand(field: HbaField, above: readonly HostPath[], from: Place): Promise<HbaField> {
    const tokens: HbaToken[] = [];
    for (const token of field) {
      const name = listedFile(token);
      const target = name === undefined ? undefined : namedPath(parentOf(from.file), name);
      if (!target) {
        tokens.push(token);
        continue;
      }
      const text = await open(target, above, from, false);
      for (const line of logicalLines(text ?? '', never)) {
        const listed = fieldsOf(line).flat();
        for (const one of await expand(listed, [...above, target], { file: target, line: line.line })) tokens.push(one);
      }
    }
    return tokens;
  }

  await visit(mainFile, [], undefined, false);
  return { rules, files: [...files], findings, diagnostics };
}
