export type TokenKind = 'id' | 'qualified' | 'string' | 'unquoted' | 'number' | 'equals' | 'error';

/** A token of one line of postgresql.conf: offsets in the file, and the bytes as they stand there. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly raw: string;
}

const SPACE = /[ \t\r]*/y;
const WORD = /[A-Za-z_\x80-\xff][-A-Za-z_0-9\x80-\xff.:/]*/y;
const ID = /^[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*$/;
const QUALIFIED = /^[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*\.[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*$/;
const INTEGER = /[-+]?(?:0x[0-9A-Fa-f]+|[0-9]+)[A-Za-z]*/y;
const REAL = /[-+]?[0-9]*\.[0-9]*(?:[Ee][-+]?[0-9]+)?/y;

/**
 * The tokens of the line [start, end) of `text`, without its LF: the rules of PostgreSQL's scanner
 * (src/backend/utils/misc/guc-file.l), where the longest match wins. So `server.crt` without quotes
 * is a qualified name, and no value; a character that begins no token is an `error` token by itself.
 */
export function* tokensOf(text: string, start: number, end: number): Generator<Token> {
  for (let at = skipSpace(text, start); at < end && text[at] !== '#'; at = skipSpace(text, at)) {
    const [kind, stop] = longest(text, at, end);
    yield { kind, start: at, end: stop, raw: text.slice(at, stop) };
    at = stop;
  }
}

function skipSpace(text: string, at: number): number {
  return matchEnd(SPACE, text, at);
}

function longest(text: string, at: number, end: number): [TokenKind, number] {
  if (text[at] === '=') return ['equals', at + 1];
  if (text[at] === "'") {
    const stop = stringEnd(text, at, end);
    return stop === undefined ? ['error', at + 1] : ['string', stop];
  }
  const word = matchEnd(WORD, text, at);
  if (word > at) return [wordKind(text.slice(at, word)), word];
  const number = Math.max(matchEnd(INTEGER, text, at), matchEnd(REAL, text, at));
  return number > at ? ['number', number] : ['error', at + 1];
}

function wordKind(word: string): TokenKind {
  if (ID.test(word)) return 'id';
  return QUALIFIED.test(word) ? 'qualified' : 'unquoted';
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** After the closing quote; undefined where the line ends first. `''` and a backslash before any character do not close. */
function stringEnd(text: string, start: number, end: number): number | undefined {
  for (let at = start + 1; at < end; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === "'") return at + 1;
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** What a quoted value says: as GUC_scanstr, `''` is a quote, `\n` and its like and up to three octal digits are one character. */
export function unquote(raw: string): string {
  return raw.slice(1, -1).replace(/''|\\([0-7]{1,3}|[\s\S])/g, (_, escaped: string | undefined) => {
    if (escaped === undefined) return "'";
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    return ESCAPES[escaped] ?? escaped;
  });
}

/** `value` in quotes, as ALTER SYSTEM writes it; line endings, which no quoted value can hold, as escapes. */
export function quote(value: string): string {
  const escaped = value.replace(/['\\\n\r]/g, (character) => {
    if (character === '\n') return '\\n';
    return character === '\r' ? '\\r' : character + character;
  });
  return `'${escaped}'`;
}
