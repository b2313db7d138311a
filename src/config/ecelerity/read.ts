import type { Finding } from '../../model/finding.ts';
import { type HostPath, hostPath, parentOf } from '../../model/paths.ts';
import type { FileDiagnostic } from '../diagnostic.ts';
import { type ConfigReader, namedPath } from '../reader.ts';
import { Ladders } from './ladders.ts';
import { Loader } from './load.ts';
import { Merger } from './merge.ts';
import { Occurrence } from './occurrence.ts';
import { Scope } from './scope.ts';
import type { ScopeTable } from './scope-table.ts';
import { Settings } from './settings.ts';
import type { EcelerityFile } from './tree.ts';

export interface ReadOptions {
  /** Where relative includes are looked for after the including file's directory; `{NODENAME}` stands for `nodeName`. */
  readonly searchPath?: readonly string[];
  /** Without it, entries of the search path that need it are left out. */
  readonly nodeName?: string;
}

/** All files of a mail server's configuration as one. */
export interface Configuration {
  readonly main: HostPath;
  /** Every file that was read, main file first, Local_Changes_File last. */
  readonly files: ReadonlyMap<HostPath, EcelerityFile>;
  /** The file of console changes that overrides all others, where one is named and there. */
  readonly localChanges: HostPath | undefined;
  readonly global: Scope;
  /** Every scope once, in reading order: its number is its place, the global one's is 0. */
  readonly table: ScopeTable;
  readonly settings: Settings;
  readonly ladders: Ladders;
  /** Includes that lead nowhere, off this machine, or in a circle. */
  readonly findings: readonly Finding[];
  /** What could not be understood: a file with any is not to be edited. */
  readonly diagnostics: readonly FileDiagnostic[];
}

/**
 * Reads `main` with its includes, and what Local_Changes_File names after all of them (Momentum manual,
 * "Configuration overview"). Rejects only where `reader` does.
 */
export async function readConfiguration(reader: ConfigReader, main: HostPath, options: ReadOptions = {}): Promise<Configuration> {
  const loader = new Loader(reader, searchPathOf(options));
  const found = await loader.load(main);
  const merger = new Merger(loader);
  if (found) merger.read(main);
  else {
    const what = `${main} is not there, and Momentum does not start without it`;
    merger.findings.push({ id: 'ecelerity-conf-missing', status: 'fail', what, evidence: [] });
  }
  const localChanges = await readLocalChanges(loader, merger, main);
  const { table, findings } = merger;
  const global = new Scope(table, 0);
  const settings = new Settings(table);
  const ladders = new Ladders(table, settings);
  const { files, diagnostics } = loader;
  return { main, files, localChanges, global, table, settings, ladders, findings, diagnostics };
}

/** Every setting of an option right in a scope, in reading order: the last one counts. `option` in any case. */
export function settingsIn({ table, settings }: Configuration, scope: Scope, option: string): Occurrence[] {
  const id = table.occurrences.names.find(option);
  if (id === undefined) return [];
  return [...settings.all(scope.id, id)].reverse().map((one) => new Occurrence(table.occurrences, one));
}

/** Where a scope is opened, in reading order. */
export function declarationsOf({ table }: Configuration, scope: Scope): Occurrence[] {
  return scope.declarations().map((one) => new Occurrence(table.occurrences, one));
}

async function readLocalChanges(loader: Loader, merger: Merger, main: HostPath): Promise<HostPath | undefined> {
  const option = loader.names.find('local_changes_file');
  const last = option === undefined ? 0 : new Settings(merger.table).last(0, option);
  if (last === 0) return undefined;
  const setting = new Occurrence(merger.occurrences, last);
  const path = namedPath(parentOf(main), setting.value);
  if (!path) return undefined;
  if (merger.occurrences.timesRead(path) > 0) {
    const what = `Local_Changes_File is ${path}, which the configuration also includes: it must not`;
    const evidence = [`${setting.file}:${setting.line}`];
    merger.findings.push({ id: 'ecelerity-local-changes-included', status: 'fail', what, evidence });
    return undefined;
  }
  // It comes into being with the first change, so its absence is nothing to report.
  if (!(await loader.load(path))) return undefined;
  merger.read(path);
  return path;
}

function searchPathOf({ searchPath = [], nodeName }: ReadOptions): HostPath[] {
  return searchPath
    .filter((entry) => entry.startsWith('/') && (nodeName !== undefined || !entry.includes('{NODENAME}')))
    .map((entry) => hostPath(entry.replaceAll('{NODENAME}', () => nodeName ?? '')));
}
