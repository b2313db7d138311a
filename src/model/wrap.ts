import stringWidth from 'string-width';

/** Cells that `text` takes on a terminal: wide signs take two. */
export function widthOf(text: string): number {
  // Almost every line is ASCII, and asking string-width for those is most of its cost.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** The longest beginning of `text` that fits `width` cells. */
export function startOf(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let line = '';
  let cells = 0;
  for (const sign of text) {
    cells += widthOf(sign);
    if (cells > width) break;
    line += sign;
  }
  return line;
}

/** Breaks at spaces; what is longer than a line is broken where the line ends, a path behind one of its directories. */
export function wrap(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const wordsOf = (paragraph: string) => paragraph.split(' ').flatMap((word) => breakPath(word, room));
  return text.split('\n').flatMap((paragraph) => fillRows(wordsOf(paragraph), room));
}

/** Words into rows of at most `first` cells, the later ones of `later`. A word that is longer is a row of its own. */
export function fillRows(words: readonly string[], first: number, later = first): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of words) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (row === '' || widthOf(joined) <= (rows.length === 0 ? first : later)) row = joined;
    else {
      rows.push(row);
      row = word;
    }
  }
  return [...rows, row];
}

function breakPath(word: string, width: number): readonly string[] {
  const [start = '', ...more] = breakUp(word, width);
  if (more.length === 0) return [start];
  const slash = start.lastIndexOf('/') + 1;
  // A row of little but a slash would be no better to read.
  const end = slash > start.length / 3 ? slash : start.length;
  return [start.slice(0, end), ...breakPath(word.slice(end), width)];
}

/** Fills every line to its last cell, spaces kept: for text whose columns mean something. */
export function breakUp(text: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const start = startOf(rest, width) || ([...rest][0] ?? '');
    pieces.push(start);
    rest = rest.slice(start.length);
  }
  pieces.push(rest);
  return pieces;
}

/** Cut at the end, with `mark` where something is missing. */
export function truncate(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  return width <= widthOf(mark) ? startOf(text, width) : startOf(text, width - widthOf(mark)) + mark;
}

/** Cut at the beginning: the end of a path is what tells it from others. */
export function truncateStart(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && widthOf(signs.join('')) > width - widthOf(mark)) signs.shift();
  return width <= widthOf(mark) ? startOf(text, width) : mark + signs.join('');
}

/** Cut in the middle: questions of one form begin alike, and their ends tell them apart. */
export function truncateMiddle(text: string, width: number, mark: string): string {
  if (widthOf(text) <= width) return text;
  const end = truncateStart(text, Math.floor(width / 2), mark);
  return startOf(text, width - widthOf(end)) + end;
}

/** `text` and spaces up to `width` cells; longer text is left as it is. */
export function fill(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
