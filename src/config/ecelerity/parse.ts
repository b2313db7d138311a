import type { HostPath } from '../../model/paths.ts';
import {
  CLASS,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  DOUBLE,
  ENDS_NAME,
  EQUALS,
  LF,
  NOT_IN_NAME,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  SEMICOLON,
  SINGLE,
  SLASH,
  STAR,
} from './bytes.ts';
import { foldedHash, INCLUDE, Names, NO_NAME, READONLY_INCLUDE } from './names.ts';
import { BARE, INCLUDES, NONE, NodeTable, OPTION, ROOT, SCOPE } from './nodes.ts';
import { pastedAt, SAYING } from './pasted.ts';
import { Scanner } from './scanner.ts';
import { EcelerityFile } from './tree.ts';

/** Deeper than any configuration nests; what is deeper is passed over, so that nobody above has to fear for the stack. */
const MOST_DEPTH = 100;

/** Bytes of a file for each statement, at first guess. */
const BYTES_A_NODE = 40;

/**
 * Reads the latin1 text of `path` in Momentum's configuration language (Momentum manual, "ecelerity.conf
 * File"), as leniently as its examples are written. Takes any text, in linear time. `names` is shared
 * by the files of one configuration.
 */
export function parseEcelerity(text: string, path: HostPath, names = new Names()): EcelerityFile {
  const parser = new Parser(text, names);
  parser.run();
  const { nodes, includes, scanner } = parser;
  return new EcelerityFile(path, scanner, nodes, names, includes);
}

class Parser {
  readonly scanner: Scanner;
  readonly nodes: NodeTable;
  readonly includes: number[] = [];
  readonly #bytes: Uint8Array;
  readonly #names: Names;
  readonly #open: number[] = [ROOT];
  /** Scopes that are open below MOST_DEPTH. */
  #tooDeep = 0;
  #at = 0;

  constructor(text: string, names: Names) {
    this.scanner = new Scanner(text);
    this.nodes = new NodeTable(Math.ceil(text.length / BYTES_A_NODE) + 16);
    this.#bytes = this.scanner.bytes;
    this.#names = names;
  }

  run(): void {
    const { scanner } = this;
    const bytes = this.#bytes;
    // A byte order mark is kept and means nothing.
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.nodes.add(SCOPE, 0, 0, NO_NAME, NONE, 0, 0);
    this.nodes.open(ROOT, start);
    for (this.#at = scanner.skip(start); this.#at < bytes.length; this.#at = scanner.skip(this.#at)) {
      if (bytes[this.#at] === CLOSE_BRACE) this.#close();
      else this.#statement();
    }
    for (const id of this.#open.reverse()) {
      if (id !== ROOT) scanner.problem(this.nodes.start(id), () => `The brace of ${this.#label(id)} is never closed`);
      this.nodes.close(id, bytes.length);
    }
    this.nodes.trim();
  }

  #close(): void {
    this.#at += 1;
    if (this.#tooDeep > 0) this.#tooDeep -= 1;
    else if (this.#open.length > 1) this.nodes.close(this.#open.pop() ?? ROOT, this.#at);
    else this.scanner.problem(this.#at - 1, 'A closing brace that closes nothing');
  }

  #statement(): void {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let hash = 0;
    let bits = 0;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const own = CLASS[byte] ?? 0;
      if ((own & ENDS_NAME) !== 0 && (byte !== SLASH || bytes[at + 1] === STAR)) break;
      bits |= own;
      hash = foldedHash(hash, byte);
    }
    if (at === start || (bits & NOT_IN_NAME) !== 0 || bytes[start] === SLASH || pastedAt(bytes, start)) {
      this.#noStatement(start, at);
      return;
    }
    const name = this.#names.ofBytes(bytes, start, at, hash);
    const next = this.scanner.skip(at);
    const byte = bytes[next];
    if (byte === EQUALS) this.#afterEquals(start, at, name, this.scanner.skip(next + 1));
    else if (byte === OPEN_BRACE) this.#scope(start, at, name, NONE, at, at, next);
    else if (byte === OPEN_BRACKET) this.#option(start, at, name, next);
    else if (byte === undefined || byte === CLOSE_BRACE) this.#alone(start, at, at);
    else if (byte === OPEN_PAREN || byte === CLOSE_PAREN || byte === CLOSE_BRACKET) this.#alone(start, at, next);
    else this.#withArgument(start, at, name, next);
  }

  /** `name = ` and what comes then. */
  #afterEquals(start: number, nameEnd: number, name: number, at: number): void {
    const byte = this.#bytes[at];
    if (byte === OPEN_BRACE) this.#scope(start, nameEnd, name, NONE, nameEnd, nameEnd, at);
    else if (byte === undefined || byte === CLOSE_BRACE || byte === CLOSE_PAREN || byte === CLOSE_BRACKET || byte === EQUALS) {
      this.scanner.problem(start, () => `"${this.#shown(start, nameEnd)}" has an equals sign and no value`);
      this.#at = at;
    } else this.#option(start, nameEnd, name, at);
  }

  /** `name` and a word or a quoted text: a scope with an instance, an include, or the console's way to write an option. */
  #withArgument(start: number, nameEnd: number, name: number, argStart: number): void {
    const { scanner } = this;
    const first = this.#bytes[argStart];
    const quoted = first === DOUBLE || first === SINGLE;
    const argKind = quoted ? scanner.value(argStart) : scanner.word(argStart, true);
    const argEnd = scanner.at;
    const next = scanner.skip(argEnd);
    const byte = this.#bytes[next];
    const include = name === INCLUDE || name === READONLY_INCLUDE;
    if (include && byte !== OPEN_BRACE && byte !== EQUALS) {
      const id = this.#add(INCLUDES, start, nameEnd, name, argKind, argStart, argEnd);
      if (id !== undefined) this.includes.push(id);
      this.#at = argEnd;
    } else if (byte === OPEN_BRACE) this.#scope(start, nameEnd, name, argKind, argStart, argEnd, next);
    else if (byte === EQUALS && this.#bytes[scanner.skip(next + 1)] === OPEN_BRACE) {
      this.#scope(start, nameEnd, name, argKind, argStart, argEnd, scanner.skip(next + 1));
    } else if (byte !== EQUALS && this.#isLine(nameEnd, argStart, argEnd)) {
      this.#add(OPTION, start, nameEnd, name, argKind, argStart, argEnd);
      this.#at = argEnd;
    } else this.#alone(start, nameEnd, quoted ? argEnd : argStart);
  }

  #option(start: number, nameEnd: number, name: number, argStart: number): void {
    const argKind = this.scanner.value(argStart);
    const argEnd = this.scanner.at;
    this.#at = argEnd;
    const after = this.#bytes[argEnd];
    if (argKind !== BARE && after !== undefined && ((CLASS[after] ?? 0) & ENDS_NAME) === 0) {
      this.scanner.problem(argEnd, 'Text right after the end of a value');
    } else if (argKind === BARE && this.#bytes[argEnd - 1] === SEMICOLON) {
      this.scanner.problem(argEnd - 1, 'A semicolon: statements of this language end without one');
    }
    if (name === INCLUDE || name === READONLY_INCLUDE) {
      this.scanner.problem(start, 'An include is written without an equals sign');
    }
    this.#add(OPTION, start, nameEnd, name, argKind, argStart, argEnd);
  }

  #scope(start: number, nameEnd: number, name: number, argKind: number, argStart: number, argEnd: number, brace: number): void {
    const id = this.#add(SCOPE, start, nameEnd, name, argKind, argStart, argEnd);
    this.#at = brace + 1;
    if (id === undefined) this.#tooDeep += 1;
    else if (this.#open.length >= MOST_DEPTH) {
      this.scanner.problem(start, `Scopes are nested more than ${MOST_DEPTH} deep`);
      this.nodes.open(id, brace + 1);
      this.nodes.close(id, brace + 1);
      this.#tooDeep = 1;
    } else {
      this.nodes.open(id, brace + 1);
      this.#open.push(id);
    }
  }

  #add(
    kind: number,
    start: number,
    nameEnd: number,
    name: number,
    argKind: number,
    argStart: number,
    argEnd: number,
  ): number | undefined {
    if (this.#tooDeep > 0) return undefined;
    return this.nodes.add(kind, start, nameEnd, name, argKind, argStart, argEnd);
  }

  /** A name that neither a value nor a body follows. Goes on at `next`, where perhaps another statement begins. */
  #alone(start: number, nameEnd: number, next: number): void {
    this.scanner.problem(start, () => `"${this.#shown(start, nameEnd)}" is followed by neither a value nor a brace`);
    this.#at = next;
  }

  /** Whether name and value are on one line, and nothing after them but a comment or the end of the scope. */
  #isLine(nameEnd: number, argStart: number, argEnd: number): boolean {
    for (let at = nameEnd; at < argStart; at += 1) if (this.#bytes[at] === LF) return false;
    const next = this.scanner.skip(argEnd);
    if (next >= this.#bytes.length || this.#bytes[next] === CLOSE_BRACE) return true;
    for (let at = argEnd; at < next; at += 1) if (this.#bytes[at] === LF) return true;
    return false;
  }

  /** Something in the place of a statement that is none: [start, end) is a word, empty before a sign. */
  #noStatement(start: number, end: number): void {
    const { scanner } = this;
    const bytes = this.#bytes;
    const byte = bytes[start] ?? 0;
    const pasted = pastedAt(bytes, start);
    if (end > start) {
      const slashes = byte === SLASH && bytes[start + 1] === SLASH;
      if (pasted) scanner.problem(start, SAYING[pasted.what]);
      else if (slashes) scanner.problem(start, 'Two slashes do not begin a comment here; # does');
      else scanner.problem(start, () => `"${this.#shown(start, end)}" is no name of an option or scope`);
      if (pasted?.what === 'smart-quote') {
        scanner.word(start, false);
        this.#at = scanner.at;
      } else this.#at = byte === SLASH ? scanner.lineEnd(end) : end;
    } else if (byte === DOUBLE || byte === SINGLE) {
      scanner.problem(start, 'A quoted text where an option or a scope should begin');
      scanner.value(start);
      this.#at = scanner.at;
    } else {
      scanner.problem(start, `"${String.fromCharCode(byte)}" where an option or a scope should begin`);
      // Its body is somebody's: without it the closing brace would close another one.
      if (byte === OPEN_BRACE) this.#scope(start, start, NO_NAME, NONE, start, start, start);
      else this.#at = start + 1;
    }
  }

  #label(id: number): string {
    const { nodes } = this;
    return nodes.end(id) === nodes.start(id) ? 'a scope' : `"${this.#shown(nodes.start(id), nodes.argEnd(id))}"`;
  }

  #shown(start: number, end: number): string {
    const text = this.scanner.text.slice(start, Math.min(end, start + 60)).replace(/[^ -~]+/g, ' ');
    return end - start > 60 ? `${text}...` : text;
  }
}
