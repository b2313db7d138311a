import type { Diagnostic } from '../diagnostic.ts';
import type { Splice } from '../splice.ts';
import { EQUALS } from './bytes.ts';
import { insertionFor } from './insertion.ts';
import { indentAt, isFirstOnLine } from './line-layout.ts';
import { type NodeId, OPTION, SINGLE_QUOTED } from './nodes.ts';
import { Scanner } from './scanner.ts';
import type { EcelerityFile } from './tree.ts';

/** No splices and no diagnostics: the file is already as asked. With diagnostics it was not understood, and is not edited. */
export interface OptionEdit {
  readonly splices: readonly Splice[];
  readonly diagnostics: readonly Diagnostic[];
  /** What gives the bytes back; undefined where nothing changes. */
  readonly undo: OptionUndo | undefined;
}

/** What stood where an option was set: plain, so that it can be kept. */
export interface OptionUndo {
  /** The value alone was replaced (with an equals sign before it where there was none), or a statement was added with `before` and `after` around it. */
  readonly kind: 'value' | 'statement';
  readonly before: string;
  readonly after: string;
  /** The bytes that were there. */
  readonly original: string;
}

/** The last setting of `name` (in any case) right in `scope` of this file: the one that counts in it. */
export function optionIn(file: EcelerityFile, scope: NodeId, name: string): NodeId | undefined {
  const id = file.names.find(name);
  let found: NodeId | undefined;
  for (const node of file.children(scope)) {
    if (file.nodes.kind(node) === OPTION && file.nodes.name(node) === id) found = node;
  }
  return found;
}

/**
 * Makes `name` be `value` in `scope` of this file: its last setting there gets the value, else a line is
 * added. One edit of a file at a time: parse the result for the next one in the same scope. Throws
 * for what cannot be written in quotes.
 */
export function setOption(file: EcelerityFile, scope: NodeId, name: string, value: string): OptionEdit {
  const existing = optionIn(file, scope, name);
  return existing === undefined ? addOption(file, scope, name, value) : setValue(file, existing, value);
}

/** The splices of edits of different scopes of one file, as one edit of it. */
export function combined(edits: readonly OptionEdit[]): Splice[] {
  return edits.flatMap(({ splices }) => splices).sort((a, b) => a.start - b.start);
}

/** Gives an option that is set a value, in the quotes it has. */
export function setValue(file: EcelerityFile, option: NodeId, value: string): OptionEdit {
  if (!file.editable) return refused(file);
  const { nodes, text } = file;
  const written = quoted(value, nodes.argKind(option) === SINGLE_QUOTED && !value.includes("'") ? "'" : '"');
  if (!file.isList(option) && file.argument(option) === value) return UNCHANGED;
  const [start, end] = [nodes.argStart(option), nodes.argEnd(option)];
  // The forms without an equals sign are read, not written.
  const between = new Scanner(text.slice(nodes.nameEnd(option), start));
  const before = between.bytes[between.skip(0)] === EQUALS ? '' : '= ';
  const undo: OptionUndo = { kind: 'value', before, after: '', original: text.slice(start, end) };
  return { splices: [{ start, end, text: before + written }], diagnostics: [], undo };
}

/** Adds an option to a scope that does not set it. */
export function addOption(file: EcelerityFile, scope: NodeId, name: string, value: string): OptionEdit {
  if (!file.editable) return refused(file);
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) throw new Error(`Not the name of an option: ${name}`);
  const { start, end, before, after } = insertionFor(file, scope);
  const text = `${before}${name} = ${quoted(value, '"')}${after}`;
  const undo: OptionUndo = { kind: 'statement', before, after, original: file.text.slice(start, end) };
  return { splices: [{ start, end, text }], diagnostics: [], undo };
}

/**
 * Takes an option away. With the `undo` of the edit that set it, what stood there comes back byte for
 * byte, as long as nobody changed the white space around it; without one its line or, on a line with
 * others, it alone and one blank go.
 */
export function removeOption(file: EcelerityFile, option: NodeId, undo?: OptionUndo): OptionEdit {
  if (!file.editable) return refused(file);
  const { nodes, text } = file;
  if (undo?.kind === 'value') {
    const value = nodes.argStart(option);
    const added = text.slice(0, value).endsWith(undo.before) ? undo.before.length : 0;
    const splice = { start: value - added, end: nodes.argEnd(option), text: undo.original };
    return { splices: [splice], diagnostics: [], undo: undefined };
  }
  const [start, end] = [nodes.start(option), nodes.end(option)];
  if (undo && text.slice(0, start).endsWith(undo.before) && text.startsWith(undo.after, end)) {
    const splice = { start: start - undo.before.length, end: end + undo.after.length, text: undo.original };
    return { splices: [splice], diagnostics: [], undo: undefined };
  }
  return { splices: [{ ...withItsLine(text, start, end), text: '' }], diagnostics: [], undo: undefined };
}

/** The statement [start, end) with what goes with it. */
function withItsLine(text: string, start: number, end: number): { start: number; end: number } {
  const blanks = /^[ \t]*/.exec(text.slice(end, end + 1000))?.[0].length ?? 0;
  const ending = /^\r?\n/.exec(text.slice(end + blanks, end + blanks + 2))?.[0].length ?? 0;
  const atEnd = end + blanks === text.length;
  if (!isFirstOnLine(text, start)) {
    const blankBefore = /[ \t]/.test(text[start - 1] ?? '') ? 1 : 0;
    return { start: start - blankBefore, end: end + (blankBefore === 0 ? Math.min(blanks, 1) : 0) };
  }
  // A comment behind it, or another statement, moves to its place.
  if (ending === 0 && !atEnd) return { start, end: end + blanks };
  const line = start - indentAt(text, start).length;
  if (!atEnd) return { start: line, end: end + blanks + ending };
  const before = /\r?\n$/.exec(text.slice(Math.max(0, line - 2), line))?.[0].length ?? 0;
  return { start: line - before, end: text.length };
}

function quoted(value: string, quote: string): string {
  const unsafe = value.includes(quote) || /[^\x20-\x7e\x80-\xff]/.test(value) || /(^|[^\\])(\\\\)*\\$/.test(value);
  if (unsafe) throw new Error(`Cannot be written as a value: ${JSON.stringify(value)}`);
  return quote + value + quote;
}

const UNCHANGED: OptionEdit = { splices: [], diagnostics: [], undo: undefined };

function refused(file: EcelerityFile): OptionEdit {
  return { splices: [], diagnostics: file.diagnostics, undo: undefined };
}
