import type { Diagnostic } from '../config/diagnostic.ts';
import { type Block, insertBlock, removeBlock } from '../config/managed-block.ts';
import type { Splice } from '../config/splice.ts';
import { type Host, HostReadError } from '../host/host.ts';
import type { HostPath } from '../model/paths.ts';
import type { Change, Effect } from '../plan/change.ts';

/** A file that would have to be edited, and cannot be understood: it is not touched. */
export class NotUnderstoodError extends Error {
  override readonly name = 'NotUnderstoodError';
  constructor(path: HostPath, diagnostics: readonly (Diagnostic & { readonly file?: HostPath })[]) {
    const places = diagnostics.map(({ file = path, line, column, what }) => `${file}:${line}:${column}: ${what}`);
    super(`${path} is not edited, because it cannot be understood:\n${places.join('\n')}`);
  }
}

interface EditRequest {
  readonly path: HostPath;
  readonly choice: string;
  readonly why: string;
  readonly affects: readonly Effect[];
}

/** An edit of one file by one of the editors of config/; [] where nothing is to be done. Throws where the file is not there. */
export async function editFile(
  host: Host,
  request: EditRequest,
  edit: (text: string) => readonly Splice[],
): Promise<readonly Change[]> {
  const file = await host.read(request.path);
  if (file === undefined)
    throw new HostReadError(request.path, 'it is not there, or is no regular file; it has to be edited for this choice');
  const splices = edit(file.bytes.toString('latin1'));
  return splices.length === 0 ? [] : [{ kind: 'edit', ...request, onHash: file.hash, splices }];
}

/** Puts a block of ours into a file, or brings the one there up to date. */
export function putBlock(host: Host, request: EditRequest, block: Block, where: 'top' | 'end'): Promise<readonly Change[]> {
  return editFile(host, request, (text) => accept(request.path, insertBlock(text, block, where)));
}

/** Takes a block of ours out; [] where there is none, or no such file. */
export async function takeBlock(host: Host, request: EditRequest, id: string): Promise<readonly Change[]> {
  if ((await host.read(request.path)) === undefined) return [];
  return editFile(host, request, (text) => accept(request.path, removeBlock(text, id)));
}

function accept(path: HostPath, edit: { splices: readonly Splice[]; diagnostics: readonly Diagnostic[] }): readonly Splice[] {
  if (edit.diagnostics.length > 0) throw new NotUnderstoodError(path, edit.diagnostics);
  return edit.splices;
}
