import type { HostPath } from '../../model/paths.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Continues, type LogicalLine, logicalLines } from '../lines.ts';
import type { Argument, HttpdNode, Section } from './nodes.ts';
import { isSpace, wordsOf } from './words.ts';

/** One file of Apache's configuration. The bytes of `nodes`, in order, are the file. */
export interface HttpdFile {
  readonly path: HostPath;
  readonly text: string;
  readonly nodes: readonly HttpdNode[];
  /** What Apache would refuse about the form; what directives mean is not looked at. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Deeper than any configuration nests; beyond it opening lines are strays, so that nobody has to fear for the stack. */
const MOST_DEPTH = 100;

/**
 * A backslash before the line ending joins the next line, in comments too. Two of them keep a
 * backslash and end the line in Apache 2.2, the web console's own; 2.4 joins there as well.
 */
const backslash: Continues = (content, ended) => ended && content.endsWith('\\') && !content.endsWith('\\\\');

interface OpenSection {
  readonly section: Omit<Section, 'end'>;
  readonly body: HttpdNode[];
}

/** Reads the text of `path` into a tree (Apache, server/config.c, ap_build_config_sub); takes any text. */
export function parseHttpd(text: string, path: HostPath): HttpdFile {
  const root: HttpdNode[] = [];
  const diagnostics: Diagnostic[] = [];
  const stack: OpenSection[] = [];
  /** How often each name is open: a stray closing line must not cost a search. */
  const openNames = new Map<string, number>();

  const report = (line: number, column: number, what: string) => diagnostics.push({ line, column, what });
  const add = (node: HttpdNode) => (stack.at(-1)?.body ?? root).push(node);

  function close(end: number, bodyEnd?: number): void {
    const open = stack.pop();
    if (!open) return;
    const key = open.section.name.toLowerCase();
    openNames.set(key, (openNames.get(key) ?? 1) - 1);
    add({ ...open.section, body: open.body, end, ...(bodyEnd !== undefined && { bodyEnd }) });
  }

  function closing(line: LogicalLine, trimmed: Trimmed): void {
    const name = (wordsOf(trimmed.text.slice(2))[0]?.text ?? '').replace(/>$/, '');
    if (!trimmed.text.endsWith('>')) report(line.line, trimmed.column, `</${name} has no ">"`);
    if (!openNames.get(name.toLowerCase())) {
      report(line.line, trimmed.column, `</${name}> closes nothing`);
      add({ kind: 'stray', file: path, line: line.line, start: line.start, end: line.end });
      return;
    }
    for (let top = stack.at(-1); top && top.section.name.toLowerCase() !== name.toLowerCase(); top = stack.at(-1)) {
      report(top.section.line, 1, `<${top.section.name}> is not closed before </${name}>`);
      close(line.start);
    }
    close(line.end, line.start);
  }

  function opening(line: LogicalLine, trimmed: Trimmed): void {
    const bracket = trimmed.text.lastIndexOf('>');
    const inside = trimmed.text.slice(1, bracket < 0 ? undefined : bracket);
    const name = /^[^ \t\v\f\r]*/.exec(inside)?.[0] ?? '';
    if (bracket < 0) report(line.line, trimmed.column, `<${name} has no ">"`);
    if (name === '' || stack.length >= MOST_DEPTH) {
      report(line.line, trimmed.column, name === '' ? 'A section without a name' : 'Sections are nested too deep');
      add({ kind: 'stray', file: path, line: line.line, start: line.start, end: line.end });
      return;
    }
    const args = argumentsOf(line, trimmed, 1 + name.length, inside.length + 1);
    const { indent } = trimmed;
    const where = { file: path, line: line.line, start: line.start, bodyStart: line.end };
    stack.push({ section: { kind: 'section', name, args, text: inside, indent, ...where, body: [] }, body: [] });
    openNames.set(name.toLowerCase(), (openNames.get(name.toLowerCase()) ?? 0) + 1);
  }

  for (const line of logicalLines(text, backslash)) {
    const trimmed = trim(line);
    const base = { file: path, line: line.line, start: line.start, end: line.end };
    if (line.text.endsWith('\\\\')) {
      report(line.line, trimmed.column, 'The line ends in two backslashes: Apache 2.2 ends it here, 2.4 goes on with the next');
    }
    if (trimmed.text === '') add({ kind: 'blank', ...base });
    else if (trimmed.text.startsWith('#')) add({ kind: 'comment', ...base });
    else if (trimmed.text.startsWith('</')) closing(line, trimmed);
    else if (trimmed.text.startsWith('<')) opening(line, trimmed);
    else {
      const [name] = wordsOf(trimmed.text);
      const args = argumentsOf(line, trimmed, name?.end ?? 0, trimmed.text.length);
      add({ kind: 'directive', name: name?.text ?? '', args, text: trimmed.text, indent: trimmed.indent, ...base });
    }
  }
  while (stack.length > 0) {
    const top = stack.at(-1)?.section;
    if (top) report(top.line, top.indent.length + 1, `<${top.name}> is never closed`);
    close(text.length);
  }
  return { path, text, nodes: root, diagnostics };
}

interface Trimmed {
  readonly text: string;
  readonly indent: string;
  /** Column of the text, from 1. */
  readonly column: number;
}

const BOM = '\xef\xbb\xbf';

function trim({ text, start }: LogicalLine): Trimmed {
  let from = start === 0 && text.startsWith(BOM) ? BOM.length : 0;
  const first = from;
  while (from < text.length && isSpace(text[from])) from += 1;
  let to = text.length;
  while (to > from && isSpace(text[to - 1])) to -= 1;
  return { text: text.slice(from, to), indent: text.slice(first, from), column: from + 1 };
}

/** The words between two indices of the trimmed text, with their places in the file. */
function argumentsOf(line: LogicalLine, trimmed: Trimmed, from: number, to: number): Argument[] {
  const shift = trimmed.column - 1;
  return wordsOf(trimmed.text.slice(0, to), from).map(({ text, start, end }) => ({
    text,
    start: line.offset(start + shift),
    end: line.offset(end - 1 + shift) + 1,
  }));
}
