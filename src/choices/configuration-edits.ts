import { combined, type OptionEdit } from '../config/ecelerity/edit.ts';
import type { Configuration } from '../config/ecelerity/read.ts';
import type { Scope } from '../config/ecelerity/scope.ts';
import { printPath } from '../config/ecelerity/scope-path.ts';
import type { ConfigurationEdit } from '../config/ecelerity/set-in-configuration.ts';
import type { EcelerityFile } from '../config/ecelerity/tree.ts';
import { type Host, HostReadError } from '../host/host.ts';
import type { HostPath } from '../model/paths.ts';
import type { Change } from '../plan/change.ts';
import { takesUp } from '../services/ecelerity/effects.ts';
import { editFile, NotUnderstoodError } from './blocks.ts';

export interface ScopeEdit {
  readonly scope: Scope;
  readonly edit: ConfigurationEdit;
}

/** Throws HostReadError where there is something of that name that is no file. */
export function mainFile({ main, files }: Configuration): EcelerityFile {
  const file = files.get(main);
  if (file === undefined) throw new HostReadError(main, 'it is no regular file; it has to be edited for this choice');
  return file;
}

/**
 * Throws NotUnderstoodError where a file of the configuration is broken, HostReadError where its main file is none:
 * what it sets is not known, and another one may be changed for nothing.
 */
export function requireUnderstood(configuration: Configuration): void {
  mainFile(configuration);
  const [broken] = configuration.diagnostics;
  if (broken === undefined) return;
  throw new NotUnderstoodError(
    broken.file,
    configuration.diagnostics.filter(({ file }) => file === broken.file),
  );
}

/** One change a file, of edits that are in different scopes or of different options that stand there. `about` comes before the names of the scopes. */
export async function editScopes(
  host: Host,
  choice: string,
  about: string,
  edits: readonly ScopeEdit[],
): Promise<readonly Change[]> {
  const byFile = new Map<HostPath, { readonly edits: OptionEdit[]; readonly scopes: string[] }>();
  for (const { scope, edit } of edits) {
    if (edit.file === undefined) continue;
    if (edit.diagnostics.length > 0) throw new NotUnderstoodError(edit.file.path, edit.diagnostics);
    const known = byFile.get(edit.file.path) ?? { edits: [], scopes: [] };
    known.edits.push(edit);
    known.scopes.push(printPath(scope.path));
    byFile.set(edit.file.path, known);
  }
  const changes: Change[] = [];
  for (const [path, { edits: ours, scopes }] of byFile) {
    const request = { path, choice, why: `${about} of ${listed(scopes)}`, affects: takesUp(path) };
    changes.push(...(await editFile(host, request, () => combined(ours))));
  }
  return changes;
}

function listed(scopes: readonly string[]): string {
  return scopes.length <= 3 ? scopes.join('; ') : `${scopes.slice(0, 2).join('; ')} and ${scopes.length - 2} more`;
}
