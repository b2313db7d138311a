/** The bytes that mean something to the grammar, by name. */
export const LF = 0x0a;
export const DOUBLE = 0x22;
export const HASH = 0x23;
export const SINGLE = 0x27;
export const OPEN_PAREN = 0x28;
export const CLOSE_PAREN = 0x29;
export const STAR = 0x2a;
export const COMMA = 0x2c;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** What a byte is, as bits that a scan tests with one look-up. */
export const SPACE = 1;
/** Ends the name of a statement. */
export const ENDS_NAME = 2;
/** May end a value without quotes; brackets do where they were not opened within it. */
export const ENDS_VALUE = 4;
/** Is in no name of an option or scope: what stands there was meant as something else. */
export const NOT_IN_NAME = 8;

/** For each byte its bits. */
export const CLASS = classes();

/** For each byte the one that its case is folded to: ASCII only, as names of options are. */
export const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

function classes(): Uint8Array {
  const table = new Uint8Array(256);
  const mark = (bytes: string, bits: number) => {
    for (const byte of Buffer.from(bytes, 'latin1')) table[byte] = (table[byte] ?? 0) | bits;
  };
  mark(' \t\n\v\f\r', SPACE | ENDS_NAME | ENDS_VALUE);
  // A slash does so only before a star.
  mark('={}()[]"\'#/', ENDS_NAME);
  mark('{}()[]"\'#/', ENDS_VALUE);
  mark(';,<>|\\`\0\x7f', NOT_IN_NAME);
  for (let byte = 0x80; byte < 0x100; byte += 1) table[byte] = NOT_IN_NAME;
  return table;
}
