import { endingAt, indentAt, indentInside, isFirstOnLine, isLastOnLine } from './line-layout.ts';
import { READONLY_INCLUDE } from './names.ts';
import { INCLUDES, type NodeId, OPTION, ROOT } from './nodes.ts';
import type { EcelerityFile } from './tree.ts';

/** What is put for the bytes [start, end): `before`, a statement, `after`. */
export interface Insertion {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Where a new option of `scope` goes: after the options it begins with, before what is nested in it; in
 * the file itself after all global options and includes, where none of them overrides it, but before the
 * installer's overlays, which have to stay last.
 */
export function insertionFor(file: EcelerityFile, scope: NodeId): Insertion {
  const anchor = scope === ROOT ? lastGlobal(file) : lastOption(file, scope);
  if (anchor !== undefined) return afterStatement(file, scope, anchor);
  return scope === ROOT ? withoutAnchor(file) : atBodyStart(file, scope);
}

function lastOption({ nodes }: EcelerityFile, scope: NodeId): NodeId | undefined {
  let last: NodeId | undefined;
  let nested = false;
  const end = nodes.next(scope);
  for (let node = scope + 1; node < end; node = nodes.next(node)) {
    if (nodes.kind(node) !== OPTION) nested = true;
    else if (!nested || last === undefined) last = node;
    if (nested && last !== undefined) break;
  }
  return last;
}

function lastGlobal(file: EcelerityFile): NodeId | undefined {
  const overlay = firstOverlay(file);
  let last: NodeId | undefined;
  for (const node of file.children(ROOT)) {
    if (node === overlay) break;
    if (file.kind(node) !== 'scope') last = node;
  }
  return last;
}

/** The first of the includes at the end of a file that the installer puts there. */
function firstOverlay(file: EcelerityFile): NodeId | undefined {
  let first: NodeId | undefined;
  for (const node of file.children(ROOT)) {
    if (!isOverlay(file, node)) first = undefined;
    else first ??= node;
  }
  return first;
}

function isOverlay(file: EcelerityFile, node: NodeId): boolean {
  const { nodes } = file;
  if (nodes.kind(node) !== INCLUDES) return false;
  return nodes.name(node) === READONLY_INCLUDE || /\/etc\/installer\/|(^|\/)ecdb\.conf$/.test(file.argument(node) ?? '');
}

function afterStatement(file: EcelerityFile, scope: NodeId, anchor: NodeId): Insertion {
  const { text, nodes } = file;
  const at = nodes.end(anchor);
  if (!isLastOnLine(text, at)) return { start: at, end: at, before: ' ', after: '' };
  const start = nodes.start(anchor);
  return newLine(file, at, isFirstOnLine(text, start) ? indentAt(text, start) : indentInside(file, scope));
}

function atBodyStart(file: EcelerityFile, scope: NodeId): Insertion {
  const { text, nodes } = file;
  const start = nodes.body(scope);
  const end = file.bodyEnd(scope);
  const body = text.slice(start, end);
  const empty = body.trim() === '';
  if (empty && !body.includes('\n')) {
    if (!isFirstOnLine(text, nodes.start(scope))) return { start, end, before: ' ', after: ' ' };
    const ending = endingAt(file, start);
    const outer = indentAt(text, nodes.start(scope));
    return { start, end, before: ending + indentInside(file, scope), after: ending + outer };
  }
  if (!isLastOnLine(text, start)) {
    return { start, end: start, before: ' ', after: /^[\s}]/.test(body) ? '' : ' ' };
  }
  return newLine(file, start, empty ? indentInside(file, scope) : firstIndent(file, scope));
}

/** The indent of what a body begins with, a comment too. */
function firstIndent(file: EcelerityFile, scope: NodeId): string {
  const lf = file.text.indexOf('\n', file.nodes.body(scope));
  const [, indent, first] = /^(?:[ \t]*\r?\n)*([ \t]*)(\S)/.exec(file.text.slice(lf + 1, file.bodyEnd(scope))) ?? [];
  return first === undefined || indent === undefined ? indentInside(file, scope) : indent;
}

function withoutAnchor(file: EcelerityFile): Insertion {
  const { text, nodes } = file;
  const overlay = firstOverlay(file);
  if (overlay === undefined) {
    const at = text.length;
    const ending = endingAt(file, at);
    const open = at > nodes.body(ROOT) && !text.endsWith('\n');
    return { start: at, end: at, before: open ? ending : '', after: open ? '' : ending };
  }
  const line = beforeOverlays(file);
  if (line === undefined) {
    const at = nodes.start(overlay);
    const blank = /[ \t]/.test(text[at - 1] ?? '');
    return blank ? { start: at - 1, end: at - 1, before: ' ', after: '' } : { start: at, end: at, before: '', after: ' ' };
  }
  return { start: line, end: line, before: '', after: endingAt(file, line) };
}

/** The line before which whole lines go that are to be the file's last but for the installer's overlays; undefined where none has its own line. */
export function beforeOverlays(file: EcelerityFile): number | undefined {
  const overlay = firstOverlay(file);
  if (overlay === undefined) return undefined;
  const { text, nodes } = file;
  const at = nodes.start(overlay);
  return isFirstOnLine(text, at) ? beforeItsComment(text, at - indentAt(text, at).length, nodes.body(ROOT)) : undefined;
}

/** The start of the lines of comment that stand right above the line at `lineStart`: they belong to it. */
function beforeItsComment(text: string, lineStart: number, first: number): number {
  let start = lineStart;
  while (start > first) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(above, start))) break;
    start = Math.max(above, first);
  }
  return start;
}

/** A line of its own after the line of `offset`. */
function newLine(file: EcelerityFile, offset: number, indent: string): Insertion {
  const { text } = file;
  const ending = endingAt(file, offset);
  const lf = text.indexOf('\n', offset);
  if (lf < 0) return { start: text.length, end: text.length, before: ending + indent, after: '' };
  return { start: lf + 1, end: lf + 1, before: indent, after: ending };
}
