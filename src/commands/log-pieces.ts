import { createReadStream } from 'node:fs';

/** Large enough that patterns run over many lines at once, small enough to be nothing in memory. */
const PIECE_BYTES = 1024 * 1024;
/** A longer line is no message of anybody's: it is cut here, so that memory stays bounded. */
const LONGEST_LINE = 64 * 1024;

/** A file, or standard input for `-`, as pieces of whole lines; latin1, so that no byte stops it. Rejects with the system's error. */
export async function* logPieces(file: string, stdin: NodeJS.ReadStream): AsyncGenerator<string> {
  const stream: NodeJS.ReadableStream = file === '-' ? stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
  let rest = '';
  for await (const chunk of stream) {
    const text = rest + (typeof chunk === 'string' ? chunk : (chunk as Buffer).toString('latin1'));
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) yield text.slice(0, end);
    rest = text.slice(end);
    if (rest.length > LONGEST_LINE) {
      yield rest;
      rest = '';
    }
  }
  if (rest !== '') yield rest;
}
