import { BACKSLASH, CLASS, DOUBLE, ENDS_VALUE, LF, SINGLE, SLASH } from './bytes.ts';
import type { Lines } from './lines.ts';

/** Bytes that may follow a closing quote without anything between: they end a value, or separate. */
function mayFollow(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  if (byte === undefined || byte === 0x2c || byte === 0x3b || byte === 0x3d) return true;
  if (byte === DOUBLE || byte === SINGLE || (byte === SLASH && bytes[at + 1] !== 0x2a)) return false;
  return ((CLASS[byte] ?? 0) & ENDS_VALUE) !== 0;
}

/** Files with more strings than these that are not closed are looked at line by line: it must not cost a search of the file each. */
const MOST_SEARCHES = 50;

/**
 * Finds the ends of quoted texts. A backslash keeps the next byte, also a quote (whether Momentum does
 * is not documented; where both readings make sense nothing else in the file would). A text may span
 * lines, but where its closing quote looks like an opening one, it is this line's that is missing.
 */
export class Quotes {
  readonly #bytes: Uint8Array;
  readonly #lines: Lines;
  #searches = 0;

  constructor(bytes: Uint8Array, lines: Lines) {
    this.#bytes = bytes;
    this.#lines = lines;
  }

  /** The offset of the quote that closes the one at `start`; negative where none does: the complement (`~`) of the end of its line. */
  close(start: number): number {
    const bytes = this.#bytes;
    const quote = bytes[start];
    let lineEnd = -1;
    let at = start + 1;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        if (lineEnd < 0 || mayFollow(bytes, at + 1)) return at;
        break;
      }
      if (byte === BACKSLASH) at += 1;
      if (bytes[at] !== LF) continue;
      this.#lines.add(at);
      if (lineEnd < 0) lineEnd = at;
      if (this.#searches >= MOST_SEARCHES) break;
    }
    this.#searches += 1;
    return ~(lineEnd < 0 ? bytes.length : lineEnd);
  }
}
