/** A line as a dialect with continuation lines sees it: its physical lines joined, and the way back to the file. */
export interface LogicalLine {
  /** Without the line ending, and without the backslashes and line endings that joined it. */
  readonly text: string;
  /** Offsets in the file: of its first byte, and after its last line ending. */
  readonly start: number;
  readonly end: number;
  /** Number of its first physical line, from 1. */
  readonly line: number;
  /** The file's offset of the character `index` of `text`; of the end of the content for `text.length`. */
  offset(index: number): number;
}

/**
 * Whether the physical line `content` (without its ending) goes on in the next one. Where it does,
 * its last character is the backslash that says so. `ended` is false for a last line without LF.
 */
export type Continues = (content: string, ended: boolean) => boolean;

/** A line by itself always: the dialects without continuation. */
export const never: Continues = () => false;

/** The logical lines of `text`; their [start, end) cover every byte of it once. */
export function* logicalLines(text: string, continues: Continues): Generator<LogicalLine> {
  let at = 0;
  let number = 1;
  while (at < text.length) {
    const start = at;
    const line = number;
    const pieces: string[] = [];
    /** Of each piece: where it begins in the joined text, and in the file. */
    const joined: number[] = [];
    const origins: number[] = [];
    let length = 0;
    for (let open = true; open && at < text.length; number += 1) {
      const lf = text.indexOf('\n', at);
      const next = lf < 0 ? text.length : lf + 1;
      let stop = lf < 0 ? next : lf;
      if (stop > at && text[stop - 1] === '\r') stop -= 1;
      open = continues(text.slice(at, stop), lf >= 0);
      const piece = text.slice(at, open ? stop - 1 : stop);
      pieces.push(piece);
      joined.push(length);
      origins.push(at);
      length += piece.length;
      at = next;
    }
    yield {
      text: pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(''),
      start,
      end: at,
      line,
      offset: (index) => originOf(index, joined, origins),
    };
  }
}

function originOf(index: number, joined: readonly number[], origins: readonly number[]): number {
  let low = 0;
  let high = joined.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((joined[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return (origins[low] ?? 0) + index - (joined[low] ?? 0);
}
