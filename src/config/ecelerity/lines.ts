import type { Position } from '../splice.ts';

/** Bytes of a file for each line, at first guess. */
const BYTES_A_LINE = 32;

/** Where the lines of a text begin; four bytes a line, since a large file has half a million of them. */
export class Lines {
  #starts: Int32Array;
  #count = 1;

  constructor(length: number) {
    this.#starts = new Int32Array(Math.ceil(length / BYTES_A_LINE) + 4);
  }

  /** Notes the LF at `offset`. They come in order; one that was noted before is passed over. */
  add(offset: number): void {
    const count = this.#count;
    if (offset < (this.#starts[count - 1] ?? 0)) return;
    if (count === this.#starts.length) {
      const starts = new Int32Array(count * 2);
      starts.set(this.#starts);
      this.#starts = starts;
    }
    this.#starts[count] = offset + 1;
    this.#count = count + 1;
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): Position {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
