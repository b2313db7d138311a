import { DOT } from './bytes.ts';

/** What a web page or a word processor puts where the grammar has something else. */
export type Pasted = 'smart-quote' | 'no-break-space' | 'ellipsis';

/**
 * What the non-ASCII bytes or dots at `at` are, and how long: typographic quotes and no-break spaces in
 * UTF-8 or Windows-1252, and dots that stand for something left out. Undefined for anything else.
 */
export function pastedAt(bytes: Uint8Array, at: number): { readonly what: Pasted; readonly length: number } | undefined {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  if (first === DOT && second === DOT && third === DOT) return { what: 'ellipsis', length: 3 };
  if (first === 0xe2 && second === 0x80) {
    if (third >= 0x98 && third <= 0x9f) return { what: 'smart-quote', length: 3 };
    if (third === 0xa6) return { what: 'ellipsis', length: 3 };
    if (third >= 0x80 && third <= 0x8b) return { what: 'no-break-space', length: 3 };
  }
  if (first === 0xc2 && second === 0xa0) return { what: 'no-break-space', length: 2 };
  // No character of UTF-8 begins with these bytes.
  if (first >= 0x91 && first <= 0x94) return { what: 'smart-quote', length: 1 };
  if (first === 0x85) return { what: 'ellipsis', length: 1 };
  if (first === 0xa0) return { what: 'no-break-space', length: 1 };
  return undefined;
}

export const SAYING: Readonly<Record<Pasted, string>> = {
  'smart-quote': 'A typographic quote, as from a web page, where a plain " is needed',
  'no-break-space': 'A no-break space, as from a web page, which is no white space here',
  ellipsis: 'Dots that stand for something left out: they are no part of a configuration',
};
