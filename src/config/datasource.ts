import { positionsOf } from './splice.ts';

/** One `key=value` of a datasource. */
export interface DatasourcePart {
  /** As written. */
  readonly key: string;
  readonly value: string;
  /** Offsets of the value in the text. */
  readonly start: number;
  readonly end: number;
}

/** A datasource of Momentum's database driver: `pgsql:host=H;dbname=D;user=U;password=P;port=N`, keys in any order. */
export interface Datasource {
  /** In the order they stand in. */
  readonly parts: readonly DatasourcePart[];
  /** Offsets from `pgsql:` to the end of the last value. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Its line begins with `#` or `;`: it is not in force, but its password may be. C comments are not seen. */
  readonly commented: boolean;
  /** Where its password is (several, where the key is there twice), to be masked wherever the text is shown: rather too far than not far enough. */
  readonly passwords: readonly { readonly start: number; readonly end: number }[];
}

const SCHEME = /\bpgsql:(?=[ \t]*[A-Za-z_]+[ \t]*=)/gi;

/**
 * Every datasource in `text`, whatever language that is: from `pgsql:` to the quote it began with, or
 * without one to the next white space or quote. What follows the colon goes to the driver as it is
 * (Momentum, ds-core), so a value is taken as it stands. Only a `;` before `key=` ends it.
 */
export function findDatasources(text: string): Datasource[] {
  const found: Datasource[] = [];
  const position = positionsOf(text);
  let done = 0;
  for (const match of text.matchAll(SCHEME)) {
    const start = match.index;
    if (start < done) continue;
    const from = start + match[0].length;
    const end = endOf(text, from, text[start - 1]);
    const { line, column } = position(start);
    const parts = partsOf(text, from, end);
    if (parts.length === 0) continue;
    const commented = /^\s*[#;]/.test(text.slice(start - column + 1, start));
    found.push({ parts, start, end, line, commented, passwords: secretsOf(parts) });
    done = end;
  }
  return found;
}

/** The value of `key`, whatever its case; the last one where there are several. */
export function datasourceValue({ parts }: Datasource, key: string): string | undefined {
  return parts.findLast((part) => part.key.toLowerCase() === key.toLowerCase())?.value;
}

function endOf(text: string, from: number, before: string | undefined): number {
  const quote = before === '"' || before === "'" ? before : undefined;
  let at = from;
  for (; at < text.length && text[at] !== '\n' && text[at] !== '\r'; at += 1) {
    if (quote ? text[at] === quote : /[\s"']/.test(text[at] ?? '')) break;
    // A kept quote is part of a password.
    if (quote && text[at] === '\\' && text[at + 1] === quote) at += 1;
  }
  return Math.min(at, text.length);
}

/** Keys of libpq and of Momentum's examples: what comes after a password and is none of them may be the rest of it. */
const KNOWN = /^(host|hostaddr|port|dbname|user|password|options|sslmode|sslrootcert|connect_timeout|application_name)$/i;

function secretsOf(parts: readonly DatasourcePart[]): { start: number; end: number }[] {
  const secrets: { start: number; end: number }[] = [];
  let inside = false;
  for (const { key, start, end } of parts) {
    const password = key.toLowerCase() === 'password';
    const last = secrets.at(-1);
    inside = password || (inside && !KNOWN.test(key));
    if (password) secrets.push({ start, end });
    else if (inside && last) last.end = end;
  }
  return secrets;
}

/** Before the next key, or at the end with nothing behind it. */
const SEPARATOR = /;(?=[ \t]*[A-Za-z_]+[ \t]*=)/g;

function partsOf(text: string, from: number, end: number): DatasourcePart[] {
  const inside = text.slice(from, end).replace(/;[ \t]*$/, '');
  const parts: DatasourcePart[] = [];
  let start = from;
  for (const piece of inside.split(SEPARATOR)) {
    const equals = piece.indexOf('=');
    const value = piece.slice(equals + 1);
    if (equals >= 0) {
      parts.push({ key: piece.slice(0, equals).trim(), value, start: start + equals + 1, end: start + piece.length });
    }
    start += piece.length + 1;
  }
  return parts;
}
