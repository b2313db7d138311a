import { editFile } from '../choices/blocks.ts';
import type { Host } from '../host/host.ts';
import { type HostPath, hostPath } from '../model/paths.ts';
import type { Attributes, Change, Effect } from '../plan/change.ts';

/** What serves no answer but puts something right, or for a sandbox wrong, in the place of a choice's id. */
export const REPAIR = 'repair';

interface Reason {
  readonly why: string;
  readonly affects?: readonly Effect[];
}

/** For faults: nobody reads why, and services are told by the fault itself. */
const FAULT: Reason = { why: 'A fault to practise on' };

/** Gives a text file (latin1) another text; [] where it is the same. Throws HostReadError where there is no such file. */
export function editText(
  host: Host,
  path: HostPath | string,
  change: (text: string) => string,
  { why, affects = [] }: Reason = FAULT,
): Promise<readonly Change[]> {
  return editFile(host, { path: hostPath(path), choice: REPAIR, why, affects }, (text) => {
    const changed = change(text);
    return changed === text ? [] : [middleSplice(text, changed)];
  });
}

/** Only the bytes that differ: the preview then shows what is meant. */
function middleSplice(text: string, changed: string) {
  let start = 0;
  while (start < text.length && start < changed.length && text[start] === changed[start]) start += 1;
  let same = 0;
  while (same < text.length - start && same < changed.length - start && text.at(-1 - same) === changed.at(-1 - same)) same += 1;
  return { start, end: text.length - same, text: changed.slice(start, changed.length - same) };
}

/** A file with this text (latin1), whether one is there (which keeps its owner and mode unless given) or not (root's, 0644). */
export async function putText(
  host: Host,
  path: HostPath | string,
  content: string,
  attributes: Partial<Attributes> = {},
  reason: Reason = FAULT,
): Promise<readonly Change[]> {
  const at = hostPath(path);
  const there = await host.stat(at);
  if (there !== undefined) {
    const edit = await editText(host, at, () => content, reason);
    return [
      ...edit,
      ...(Object.keys(attributes).length === 0 ? [] : await putAttributes(host.after(edit), at, attributes, reason)),
    ];
  }
  const { why, affects = [] } = reason;
  const whole = { owner: 'root', group: attributes.owner ?? 'root', mode: 0o644, ...attributes };
  return [{ kind: 'create', choice: REPAIR, path: at, content, attributes: whole, why, affects }];
}

/** Owner, group and mode, each as it is unless given, of what is there; [] where nothing is. */
export async function putAttributes(
  host: Host,
  path: HostPath | string,
  attributes: Partial<Attributes>,
  { why, affects = [] }: Reason = FAULT,
): Promise<readonly Change[]> {
  const facts = await host.stat(hostPath(path));
  if (facts === undefined) return [];
  const { owner, group, mode } = facts;
  const whole = { owner, group, mode, ...attributes };
  return [{ kind: 'attributes', choice: REPAIR, path: hostPath(path), attributes: whole, why, affects }];
}

/** A directory that is not there yet. */
export function putDirectory(path: HostPath | string, attributes: Partial<Attributes> = {}, reason: Reason = FAULT): Change {
  const whole = { owner: 'root', group: attributes.owner ?? 'root', mode: 0o755, ...attributes };
  const { why, affects = [] } = reason;
  return { kind: 'directory', choice: REPAIR, path: hostPath(path), attributes: whole, why, affects };
}

/**
 * Takes a file away; [] where there is none.
 * @public
 */
export async function removeFile(
  host: Host,
  path: HostPath | string,
  { why, affects = [] }: Reason = FAULT,
): Promise<readonly Change[]> {
  const file = await host.read(hostPath(path));
  if (file === undefined) return [];
  return [{ kind: 'remove', choice: REPAIR, path: hostPath(path), onHash: file.hash, why, affects }];
}
