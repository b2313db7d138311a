import type { HostPath } from '../../model/paths.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Position } from '../splice.ts';
import type { Names } from './names.ts';
import {
  ARRAY,
  DICTIONARY,
  DOUBLE_QUOTED,
  NONE,
  type NodeId,
  type NodeTable,
  OPTION,
  ROOT,
  SCOPE,
  SINGLE_QUOTED,
  SMART_QUOTED,
} from './nodes.ts';
import type { Scanner } from './scanner.ts';

/** One file of the configuration: its bytes, and the statements in them by number. */
export class EcelerityFile {
  readonly path: HostPath;
  readonly text: string;
  /** The same as numbers: what is compared byte by byte is compared in them, several times as fast as in a string. */
  readonly bytes: Uint8Array;
  readonly nodes: NodeTable;
  readonly names: Names;
  /** All `include` and `readonly_include` statements, at any depth. */
  readonly includes: readonly NodeId[];
  /** What could not be understood, by place; the first hundred. */
  readonly diagnostics: readonly Diagnostic[];
  readonly #lines: Scanner['lines'];

  /** `scanner` has been over the whole file. */
  constructor(path: HostPath, scanner: Scanner, nodes: NodeTable, names: Names, includes: readonly NodeId[]) {
    this.path = path;
    this.text = scanner.text;
    this.bytes = scanner.bytes;
    this.nodes = nodes;
    this.names = names;
    this.includes = includes;
    this.diagnostics = scanner.diagnostics();
    this.#lines = scanner.lines;
  }

  /** A file that was not understood is never edited. */
  get editable(): boolean {
    return this.diagnostics.length === 0;
  }

  kind(node: NodeId): 'scope' | 'option' | 'include' {
    const kind = this.nodes.kind(node);
    return kind === SCOPE ? 'scope' : kind === OPTION ? 'option' : 'include';
  }

  /** In lower case. */
  name(node: NodeId): string {
    return this.names.text(this.nodes.name(node));
  }

  /**
   * The value of an option, the instance of a scope, the file of an include: what stands between the
   * quotes, escapes as they are (who takes them is not documented); of an array or dictionary its
   * source. Undefined for a scope without an instance.
   */
  argument(node: NodeId): string | undefined {
    const end = this.argumentEnd(node);
    return end < 0 ? undefined : this.text.slice(this.argumentStart(node), end);
  }

  /** Offsets of what `argument` is; the end is negative where there is none. */
  argumentStart(node: NodeId): number {
    const { nodes } = this;
    const kind = nodes.argKind(node);
    const start = nodes.argStart(node);
    if (kind === DOUBLE_QUOTED || kind === SINGLE_QUOTED) return start + 1;
    return kind === SMART_QUOTED ? start + (this.bytes[start] === 0xe2 ? 3 : 1) : start;
  }
  argumentEnd(node: NodeId): number {
    const { nodes } = this;
    const kind = nodes.argKind(node);
    const end = nodes.argEnd(node);
    if (kind === DOUBLE_QUOTED || kind === SINGLE_QUOTED) return end - 1;
    if (kind === NONE) return -1;
    return kind === SMART_QUOTED ? end - closingQuote(this.text.slice(this.argumentStart(node), end)) : end;
  }

  isList(node: NodeId): boolean {
    const kind = this.nodes.argKind(node);
    return kind === ARRAY || kind === DICTIONARY;
  }

  /** The statements right in a scope, in order. */
  *children(scope: NodeId): Generator<NodeId> {
    const { nodes } = this;
    const end = nodes.next(scope);
    for (let node = scope + 1; node < end; node = nodes.next(node)) yield node;
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): Position {
    return this.#lines.position(offset);
  }

  positionOf(node: NodeId): Position {
    return this.position(this.nodes.start(node));
  }

  /** The offset of the closing brace of a scope; the end of the text for the root. */
  bodyEnd(scope: NodeId): number {
    return scope === ROOT ? this.text.length : this.nodes.end(scope) - 1;
  }

  /** The file in pieces: statements and what stands between them, braces included. Together they are the text. */
  *pieces(): Generator<{ readonly text: string; readonly node?: NodeId }> {
    const { nodes, text } = this;
    let done = 0;
    for (let node = ROOT + 1; node < nodes.count; node += 1) {
      yield { text: text.slice(done, nodes.start(node)) };
      done = nodes.argEnd(node);
      yield { text: text.slice(nodes.start(node), done), node };
    }
    yield { text: text.slice(done) };
  }
}

/** The length of the quote that a text in typographic quotes ends with, if one closes it. */
function closingQuote(text: string): number {
  if (/\xe2\x80[\x98-\x9f]$/.test(text)) return 3;
  return /["\x91-\x94]$/.test(text) ? 1 : 0;
}
