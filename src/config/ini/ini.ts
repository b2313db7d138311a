import type { Diagnostic } from '../diagnostic.ts';
import { logicalLines, never } from '../lines.ts';

/** A line `key = value` of a file like php.ini. Read only: nothing of ours edits such a file. */
export interface IniEntry {
  /** The section it is in; empty before the first. */
  readonly section: string;
  readonly key: string;
  /** Without quotes; empty where the key stands alone. */
  readonly value: string;
  readonly line: number;
  /** Offsets of the value as it stands, quotes included. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface ParsedIni {
  readonly entries: readonly IniEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads ini as PHP does where it matters: `;` and `#` begin a comment line, `;` outside quotes ends a
 * value, quotes are single or double and on one line, a backslash keeps a double quote. Keys keep their case.
 */
export function parseIni(text: string): ParsedIni {
  const entries: IniEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  let section = '';
  for (const { text: raw, start, line } of logicalLines(text, never)) {
    const content = line === 1 ? raw.replace(/^\xef\xbb\xbf/, '   ') : raw;
    const first = content.search(/[^ \t]/);
    if (first < 0 || content[first] === ';' || content[first] === '#') continue;
    const report = (what: string, column = first + 1) => diagnostics.push({ line, column, what });
    if (content[first] === '[') {
      const close = content.indexOf(']', first);
      if (close < 0) report('A section without "]"');
      section = content.slice(first + 1, close < 0 ? undefined : close).trim();
      continue;
    }
    const equals = content.indexOf('=');
    const keyEnd = equals < 0 ? valueEnd(content, first).end : equals;
    const key = content.slice(first, keyEnd).trim();
    if (key === '') report('A value without a key');
    const from = equals < 0 ? keyEnd : skipBlank(content, equals + 1);
    const { end, open } = equals < 0 ? { end: keyEnd, open: false } : valueEnd(content, from);
    if (open) report('A quote is not closed on this line', from + 1);
    if (key !== '') {
      entries.push({
        section,
        key,
        value: unquote(content.slice(from, end)),
        line,
        valueStart: start + from,
        valueEnd: start + end,
      });
    }
  }
  return { entries, diagnostics };
}

function skipBlank(content: string, from: number): number {
  let at = from;
  while (content[at] === ' ' || content[at] === '\t') at += 1;
  return at;
}

/** Where the value that begins at `from` ends, trailing blanks left out, and whether a quote is still open there. */
function valueEnd(content: string, from: number): { end: number; open: boolean } {
  let quote = '';
  let end = from;
  for (let at = from; at < content.length; at += 1) {
    const character = content[at] ?? '';
    if (quote === '' && character === ';') break;
    if (quote === '"' && character === '\\' && at + 1 < content.length) at += 1;
    else if (quote !== '' && character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    if (quote !== '' || !/[ \t]/.test(content[at] ?? '')) end = at + 1;
  }
  return { end, open: quote !== '' };
}

/** The content of a value that is one quoted text as a whole; others as they are. */
function unquote(raw: string): string {
  const quote = raw[0];
  if (quote !== '"' && quote !== "'") return raw;
  const characters: string[] = [];
  for (let at = 1; at < raw.length; at += 1) {
    if (raw[at] === quote) return at === raw.length - 1 ? characters.join('') : raw;
    const kept = quote === '"' && raw[at] === '\\' && (raw[at + 1] === '"' || raw[at + 1] === '\\');
    if (kept) at += 1;
    characters.push(raw[at] ?? '');
  }
  return raw;
}
