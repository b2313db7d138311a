/** An argument of a directive. `start` and `end` are indices in the text it was found in, quotes included. */
export interface Word {
  /** Without quotes and escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The white space of Apache's apr_isspace. */
export const isSpace = (character: string | undefined): boolean => character !== undefined && /[ \t\n\v\f\r]/.test(character);

/**
 * The words of `text` from `from` on, as ap_getword_conf (Apache, server/util.c) takes them: a word in
 * single or double quotes ends at the same quote, and where there is none with the text; a backslash
 * keeps a quote or another backslash. There are no comments after a directive.
 */
export function wordsOf(text: string, from = 0): Word[] {
  const words: Word[] = [];
  for (let at = skipSpace(text, from); at < text.length; at = skipSpace(text, at)) {
    const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
    const contentEnd = quote ? closingQuote(text, at, quote) : bareEnd(text, at);
    const end = quote ? Math.min(contentEnd + 1, text.length) : contentEnd;
    words.push({ text: withoutEscapes(text.slice(quote ? at + 1 : at, contentEnd), quote), start: at, end });
    at = end;
  }
  return words;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at])) at += 1;
  return at;
}

function bareEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSpace(text[at])) at += 1;
  return at;
}

/** Where the word that `quote` opened at `start` is closed; the end of the text where it is not. */
function closingQuote(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    const next = text[at + 1];
    at += text[at] === '\\' && (next === quote || next === '\\') ? 2 : 1;
  }
  return at;
}

function withoutEscapes(content: string, quote: string | undefined): string {
  return content.replace(/\\([\s\S])/g, (both, next: string) => (next === '\\' || next === quote ? next : both));
}

/** `text` as one word: in quotes where it would not be one without. `like` is a quote that was there, to be kept. */
export function asWord(text: string, like?: string): string {
  const quote = like === '"' || like === "'" ? like : text === '' || /[\s"'\\]/.test(text) ? '"' : undefined;
  if (!quote) return text;
  return quote + text.replace(/[\\"']/g, (special) => (special === '\\' || special === quote ? `\\${special}` : special)) + quote;
}
