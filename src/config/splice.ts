/**
 * A replacement of the bytes [start, end) of a file by `text`. All texts of config/ are latin1:
 * one character a byte, so that an offset in the string is an offset in the file.
 */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * `text` with `splices` carried out. They must be in order of their place and must not overlap
 * (two insertions at one place are done in the order given). Throws on others: that is a bug.
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text: replacement } of splices) {
    if (start < done || end < start || end > text.length) {
      throw new Error(`Splice [${start}, ${end}) does not follow ${done} inside ${text.length} bytes`);
    }
    pieces.push(text.slice(done, start), replacement);
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** The line ending that most lines of `text` have; LF where there is none. */
export function lineEnding(text: string): '\n' | '\r\n' {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text[at - 1] === '\r') crlf += 1;
    else lf += 1;
  }
  return crlf > lf ? '\r\n' : '\n';
}

/** A place in a file as an editor shows it: both counted from 1, the column in bytes. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A function from an offset in `text` to its line and column; lines are ended by LF. Offsets past the end are on the last line. */
export function positionsOf(text: string): (offset: number) => Position {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
