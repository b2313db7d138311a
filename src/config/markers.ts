/** A line that begins or ends a block of ours, or looks like one. */
export interface Marker {
  readonly kind: 'begin' | 'end';
  readonly id: string;
  /** Number of the line, and its offsets with its ending. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** As we write it. One that a person indented or changed is not, and makes the block a damaged one. */
  readonly exact: boolean;
  /** The begin marker's note that the file's last line had no ending before us. */
  readonly newlineAdded: boolean;
  /** The marker's own line ending, which is also the one that was added before it. */
  readonly ending: string;
}

const SIGN = '# momentum-secure: ';
const LIKE = /# momentum-secure: (begin|end) ([a-z0-9-]+)( \(newline added\))?/;
const BOM = '\xef\xbb\xbf';

/** Every marker of `text`, in order. */
export function markersOf(text: string): Marker[] {
  const markers: Marker[] = [];
  let line = 1;
  let counted = 0;
  let end = 0;
  for (let at = text.indexOf(SIGN); at >= 0; at = text.indexOf(SIGN, end)) {
    const lineStart = text.lastIndexOf('\n', at) + 1;
    // A byte order mark stays outside: it has to be the first thing in the file.
    const start = lineStart === 0 && text.startsWith(BOM) ? BOM.length : lineStart;
    const lf = text.indexOf('\n', at);
    end = lf < 0 ? text.length : lf + 1;
    for (let next = text.indexOf('\n', counted); next >= 0 && next < start; next = text.indexOf('\n', counted)) {
      line += 1;
      counted = next + 1;
    }
    const whole = text.slice(start, end);
    const match = LIKE.exec(whole);
    if (!match) continue;
    const [said, kind, id = '', note] = match;
    const ending = whole.endsWith('\r\n') ? '\r\n' : whole.endsWith('\n') ? '\n' : '';
    const exact = whole === said + ending && (kind === 'end' ? note === undefined : ending !== '');
    markers.push({
      kind: kind === 'end' ? 'end' : 'begin',
      id,
      line,
      start,
      end,
      exact,
      newlineAdded: note !== undefined,
      ending,
    });
  }
  return markers;
}
