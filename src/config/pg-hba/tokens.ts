import type { LogicalLine } from '../lines.ts';

/** A token of pg_hba.conf: without its quotes, with its offsets in the file. */
export interface HbaToken {
  readonly text: string;
  /** It begins with a quote: then it is a name, even where it reads like a keyword or an @file. */
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

/** Tokens joined by commas: one field of a rule. Never empty, unless an @file of it was. */
export type HbaField = readonly HbaToken[];

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t' || character === '\r';

/**
 * The fields of a line, as next_token and next_field_expand of src/backend/libpq/hba.c find them: a
 * token ends at a blank or a comma outside quotes; a comma right after it says that the field goes
 * on; `#` outside quotes, even within a token, begins a comment.
 */
export function fieldsOf(line: LogicalLine): HbaField[] {
  const fields: HbaToken[][] = [];
  let at = 0;
  let more = false;
  for (;;) {
    const scanned = nextToken(line, at);
    if (!scanned) return fields;
    const field = more ? fields.at(-1) : undefined;
    if (field) field.push(scanned.token);
    else fields.push([scanned.token]);
    at = scanned.next;
    more = scanned.comma;
  }
}

interface Scanned {
  readonly token: HbaToken;
  readonly next: number;
  readonly comma: boolean;
}

function nextToken(line: LogicalLine, from: number): Scanned | undefined {
  const { text } = line;
  let at = from;
  while (at < text.length && (isBlank(text[at]) || text[at] === ',')) at += 1;
  const start = at;
  const characters: string[] = [];
  let inQuote = false;
  let wasQuote = false;
  let sawQuote = false;
  let initialQuote = false;
  for (; at < text.length && (inQuote || !isBlank(text[at])); at += 1) {
    const character = text[at] ?? '';
    if (!inQuote && (character === ',' || character === '#')) break;
    // Two quotes within quotes are one that counts.
    if (character !== '"' || wasQuote) characters.push(character);
    wasQuote = inQuote && character === '"' ? !wasQuote : false;
    if (character !== '"') continue;
    inQuote = !inQuote;
    sawQuote = true;
    if (characters.length === 0) initialQuote = true;
  }
  if (!sawQuote && characters.length === 0) return undefined;
  const comma = text[at] === ',';
  const next = text[at] === '#' ? text.length : comma ? at + 1 : at;
  const token = { text: characters.join(''), quoted: initialQuote, start: line.offset(start), end: line.offset(at - 1) + 1 };
  return { token, next, comma };
}

/** Whether a token is that keyword: quoted, it is a name. */
export function isKeyword(token: HbaToken, keyword: string): boolean {
  return !token.quoted && token.text === keyword;
}

/** The file that a token stands for: `@name`, not quoted. */
export function listedFile(token: HbaToken): string | undefined {
  return !token.quoted && token.text.length > 1 && token.text.startsWith('@') ? token.text.slice(1) : undefined;
}
