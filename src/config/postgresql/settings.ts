import type { Diagnostic } from '../diagnostic.ts';
import { logicalLines, never } from '../lines.ts';
import { type Token, tokensOf, unquote } from './lexer.ts';

/** A line `name = value` of postgresql.conf; an include directive is one of them. */
export interface Setting {
  /** In lower case: names are compared without regard to case. */
  readonly name: string;
  /** Without quotes and escapes. */
  readonly value: string;
  /** The value as it stands there. */
  readonly raw: string;
  readonly line: number;
  /** Column of the name, from 1. */
  readonly column: number;
  /** Offsets of the whole line, its ending included. */
  readonly start: number;
  readonly end: number;
  /** Offsets of `raw`. */
  readonly valueStart: number;
  readonly valueEnd: number;
}

export interface ParsedSettings {
  readonly settings: readonly Setting[];
  /** Lines that PostgreSQL refuses; it then does not start. The settings of the other lines are there. */
  readonly diagnostics: readonly Diagnostic[];
}

const VALUES: readonly Token['kind'][] = ['id', 'string', 'number', 'unquoted'];

/** Reads one file in the language of postgresql.conf (guc-file.l, ParseConfigFp); takes any text. */
export function parseSettings(text: string): ParsedSettings {
  const settings: Setting[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { start, end, line, text: content } of logicalLines(text, never)) {
    const tokens = tokensOf(text, start, start + content.length);
    const read = readSetting(tokens);
    if (read === 'empty') continue;
    if ('name' in read) {
      const { name, value } = read;
      settings.push({
        name: name.raw.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
        value: value.kind === 'string' ? unquote(value.raw) : value.raw,
        raw: value.raw,
        line,
        column: name.start - start + 1,
        start,
        end,
        valueStart: value.start,
        valueEnd: value.end,
      });
    } else {
      const { unexpected } = read;
      const column = (unexpected ? unexpected.start - start : content.length) + 1;
      diagnostics.push({ line, column, what: `Syntax error near ${unexpected ? `"${unexpected.raw}"` : 'the end of the line'}` });
    }
  }
  return { settings, diagnostics };
}

type ReadSetting = 'empty' | { readonly name: Token; readonly value: Token } | { readonly unexpected: Token | undefined };

/** Name, perhaps an equals sign, one value, and nothing after it. */
function readSetting(tokens: Generator<Token, void>): ReadSetting {
  const next = () => tokens.next().value ?? undefined;
  const name = next();
  if (name === undefined) return 'empty';
  if (name.kind !== 'id' && name.kind !== 'qualified') return { unexpected: name };
  const second = next();
  const value = second?.kind === 'equals' ? next() : second;
  if (value === undefined || !VALUES.includes(value.kind)) return { unexpected: value };
  const rest = next();
  return rest ? { unexpected: rest } : { name, value };
}
