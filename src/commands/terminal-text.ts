import { fold } from '../report/fold.ts';

/** Where a terminal does not tell: a serial console. */
const USUAL = 80;
/** Less is no terminal that anybody reads on, and leaves no room beside an indent. */
const NARROWEST = 20;

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** Cells that a row may have, where a terminal shows it; undefined for a file or a program, which want one line a line. */
export function roomOf({ isTTY, columns }: Stream): number | undefined {
  // The last cell stays free: some terminals begin a new row as soon as it is written to.
  return isTTY ? Math.max(NARROWEST, columns || USUAL) - 1 : undefined;
}

/** A text as it is written to `stream`: folded where that is a terminal. `isWhole`: lines by their number that never are. */
export function textFor(stream: Stream, text: string, isWhole: (line: number) => boolean = () => false): string {
  const room = roomOf(stream);
  if (room === undefined) return text;
  const lines = text.split('\n').map((line, at) => (isWhole(at) ? { whole: line } : line));
  return fold(lines, room).join('\n');
}
