import { lineEnding } from '../splice.ts';
import { type NodeId, ROOT, SCOPE } from './nodes.ts';
import type { EcelerityFile } from './tree.ts';

/** Statements that are looked at for how a file is indented. */
const MOST_LOOKED_AT = 500;

const steps = new WeakMap<EcelerityFile, string>();
const endings = new WeakMap<EcelerityFile, '\n' | '\r\n'>();

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return text.slice(start, end);
}

/** Whether nothing but white space stands before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start + indentAt(text, offset).length === offset;
}

/** Whether nothing but white space and comments that end there stands between `offset` and the end of its line. */
export function isLastOnLine(text: string, offset: number): boolean {
  let at = offset;
  for (;;) {
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\r') at += 1;
    if (at >= text.length || text[at] === '\n' || text[at] === '#') return true;
    if (!text.startsWith('/*', at)) return false;
    const close = text.indexOf('*/', at + 2);
    if (close < 0 || text.slice(at, close).includes('\n')) return false;
    at = close + 2;
  }
}

/** The ending of the line that `offset` is in; of the file's other lines where that is the last and has none. */
export function endingAt(file: EcelerityFile, offset: number): '\n' | '\r\n' {
  const lf = file.text.indexOf('\n', offset);
  if (lf >= 0) return lf > 0 && file.text[lf - 1] === '\r' ? '\r\n' : '\n';
  const known = endings.get(file) ?? lineEnding(file.text);
  endings.set(file, known);
  return known;
}

/** The indent of a statement in `scope` that has none to follow. */
export function indentInside(file: EcelerityFile, scope: NodeId): string {
  return scope === ROOT ? '' : indentAt(file.text, file.nodes.start(scope)) + stepOf(file);
}

/** By how much the first scope with a body of lines indents it. */
function stepOf(file: EcelerityFile): string {
  const known = steps.get(file) ?? findStep(file);
  steps.set(file, known);
  return known;
}

function findStep({ nodes, text }: EcelerityFile): string {
  for (let node = 1; node < Math.min(nodes.count, MOST_LOOKED_AT); node += 1) {
    if (nodes.kind(node) !== SCOPE || nodes.next(node) === node + 1) continue;
    const child = nodes.start(node + 1);
    if (!isFirstOnLine(text, child)) continue;
    const outer = indentAt(text, nodes.start(node));
    const inner = indentAt(text, child);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return '  ';
}
