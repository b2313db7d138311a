import type { Diagnostic } from '../diagnostic.ts';
import {
  CLASS,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COMMA,
  DOUBLE,
  ENDS_VALUE,
  EQUALS,
  HASH,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  SINGLE,
  SLASH,
  SPACE,
  STAR,
} from './bytes.ts';
import { Lines } from './lines.ts';
import { ARRAY, BARE, DICTIONARY, DOUBLE_QUOTED, SINGLE_QUOTED, SMART_QUOTED } from './nodes.ts';
import { pastedAt, SAYING } from './pasted.ts';
import { Quotes } from './quotes.ts';

/** More than anybody reads; a file that is no configuration at all would have one for each of its bytes. */
const MOST_DIAGNOSTICS = 100;

/** Walks over white space, comments and values, and notes what is wrong with them. */
export class Scanner {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** Where the lines begin, as far as the text was walked over. */
  readonly lines: Lines;
  /** Where the last value ended. */
  at = 0;
  readonly #quotes: Quotes;
  readonly #problems: { readonly offset: number; readonly what: string }[] = [];

  constructor(text: string) {
    this.text = text;
    this.bytes = Buffer.from(text, 'latin1');
    this.lines = new Lines(text.length);
    this.#quotes = new Quotes(this.bytes, this.lines);
  }

  /** `what` as a function is made into words only if there is room for them. */
  problem(offset: number, what: string | (() => string)): void {
    if (this.#problems.length >= MOST_DIAGNOSTICS) return;
    this.#problems.push({ offset, what: typeof what === 'string' ? what : what() });
  }

  /** What was noted, in the order of the places. */
  diagnostics(): Diagnostic[] {
    if (this.#problems.length === 0) return [];
    const inOrder = this.#problems.sort((a, b) => a.offset - b.offset);
    // White space that was looked over twice is wrong once.
    const once = inOrder.filter((one, index) => one.offset !== inOrder[index - 1]?.offset);
    return once.map(({ offset, what }) => ({ ...this.lines.position(offset), what }));
  }

  /** The offset of the next byte that is neither white space nor in a comment, from `at` on. */
  skip(at: number): number {
    const { bytes } = this;
    let next = at;
    for (;;) {
      const byte = bytes[next];
      if (byte === undefined) return bytes.length;
      if (((CLASS[byte] ?? 0) & SPACE) !== 0) {
        if (byte === LF) this.lines.add(next);
        next += 1;
      } else if (byte === HASH) next = this.lineEnd(next);
      else if (byte === SLASH && bytes[next + 1] === STAR) next = this.#comment(next);
      else if (byte < 0x80) return next;
      else {
        const pasted = pastedAt(bytes, next);
        if (pasted?.what !== 'no-break-space') return next;
        this.problem(next, SAYING[pasted.what]);
        next += pasted.length;
      }
    }
  }

  /** The offset of the LF at or after `at`, or the end of the text. */
  lineEnd(at: number): number {
    // In the string: a Buffer's own search costs more to call than most comments are long.
    const lf = this.text.indexOf('\n', at);
    return lf < 0 ? this.bytes.length : lf;
  }

  /** Reads the value at `start`, where one begins; leaves `at` behind it. Returns how it is written. */
  value(start: number): number {
    const byte = this.bytes[start];
    if (byte === DOUBLE || byte === SINGLE) return this.#quoted(start, byte);
    if (byte === OPEN_PAREN) return this.#list(start, ARRAY);
    if (byte === OPEN_BRACKET) return this.#list(start, DICTIONARY);
    return this.word(start, false);
  }

  /** Reads a value without quotes. One before the body of a scope ends at an equals sign. */
  word(start: number, endsAtEquals: boolean): number {
    const { bytes } = this;
    const pasted = pastedAt(bytes, start);
    if (pasted) {
      this.problem(start, SAYING[pasted.what]);
      if (pasted.what === 'smart-quote') return this.#smart(start, pasted.length);
    }
    let open = 0;
    let at = start;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80 && at > start && pastedAt(bytes, at)?.what === 'smart-quote' && byte === 0xe2) {
        this.problem(at, SAYING['smart-quote']);
      }
      if (byte === EQUALS && endsAtEquals) break;
      if (((CLASS[byte] ?? 0) & ENDS_VALUE) === 0) continue;
      if (byte === SLASH) {
        if (bytes[at + 1] === STAR) break;
      } else if ((byte === OPEN_PAREN || byte === OPEN_BRACKET) && at > start) open += 1;
      else if ((byte === CLOSE_PAREN || byte === CLOSE_BRACKET) && open > 0) open -= 1;
      else break;
    }
    this.at = at;
    return BARE;
  }

  #quoted(start: number, quote: number): number {
    const end = this.#quotes.close(start);
    if (end >= 0) {
      this.at = end + 1;
      return quote === DOUBLE ? DOUBLE_QUOTED : SINGLE_QUOTED;
    }
    this.problem(start, `A ${quote === DOUBLE ? 'double' : 'single'} quote that nothing closes`);
    this.at = this.#before(~end);
    return BARE;
  }

  /** To the next quote of any kind on the same line: pages are not consistent about them. */
  #smart(start: number, length: number): number {
    const { bytes } = this;
    let at = start + length;
    for (; at < bytes.length && bytes[at] !== LF; at += 1) {
      const pasted = bytes[at] === DOUBLE ? { what: 'smart-quote', length: 1 } : pastedAt(bytes, at);
      if (pasted?.what !== 'smart-quote') continue;
      this.at = at + pasted.length;
      return SMART_QUOTED;
    }
    this.at = this.#before(at);
    return SMART_QUOTED;
  }

  /** An array or dictionary, what is in it skipped: it is taken apart when somebody asks. */
  #list(start: number, kind: number): number {
    const { bytes } = this;
    /** The brackets that are open, innermost last. */
    const open: number[] = [bytes[start] ?? 0];
    let at = this.skip(start + 1);
    for (; at < bytes.length; at = this.skip(at)) {
      const byte = bytes[at] ?? 0;
      const inParens = open[open.length - 1] === OPEN_PAREN;
      if (byte === OPEN_PAREN || byte === OPEN_BRACKET) {
        open.push(byte);
        at += 1;
      } else if (byte === CLOSE_PAREN || byte === CLOSE_BRACKET) {
        if (inParens !== (byte === CLOSE_PAREN)) break;
        open.pop();
        at += 1;
        if (open.length > 0) continue;
        this.at = at;
        return kind;
      } else if (byte === OPEN_BRACE || byte === CLOSE_BRACE || (byte === EQUALS && inParens)) break;
      else if (byte === COMMA || byte === EQUALS) at += 1;
      else if (byte === DOUBLE || byte === SINGLE) {
        this.#quoted(at, byte);
        at = this.at;
      } else {
        this.word(at, !inParens);
        at = this.at;
      }
    }
    this.problem(start, `${kind === ARRAY ? 'A parenthesis' : 'A bracket'} that nothing closes`);
    // What stands on the line that does not fit is rather a statement than an element.
    let line = at;
    while (line > start && bytes[line - 1] !== LF) line -= 1;
    this.at = this.#before(line > start && at < bytes.length ? line : at);
    return kind;
  }

  #comment(start: number): number {
    const end = this.text.indexOf('*/', start + 2);
    const next = end < 0 ? this.bytes.length : end + 2;
    for (let at = start; at < next; at += 1) if (this.bytes[at] === LF) this.lines.add(at);
    if (end < 0) this.problem(start, 'A comment that nothing closes');
    return next;
  }

  /** `end` without the white space before it. */
  #before(end: number): number {
    let at = end;
    while (at > 0 && ((CLASS[this.bytes[at - 1] ?? 0] ?? 0) & SPACE) !== 0) at -= 1;
    return at;
  }
}
