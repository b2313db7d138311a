import { breakUp, widthOf } from '../../src/model/wrap.ts';

/** A text of several lines as rows of a screen, each filled to its last cell, and where its end is among them. */
export interface AreaRows {
  readonly rows: readonly string[];
  /** The cursor stands at the end of the last row, or where the next one begins. */
  readonly column: number;
}

export function areaRows(text: string, width: number): AreaRows {
  // One cell is left for the cursor behind a full row.
  const rows = text.split('\n').flatMap((line) => breakUp(line, Math.max(1, width - 1)));
  return { rows, column: widthOf(rows.at(-1) ?? '') };
}

/** What is pasted, as lines: ends of lines of every kind are one kind; what moves a terminal's cursor is left out. */
export function pastedText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(ESCAPES, '')
    .replace(/\t/g, '    ')
    .replace(/[^\P{Cc}\n]/gu, '');
}

/** Colours and the like, which a copy of a terminal's bytes brings along. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Without the word at the end, or without the line end that stands there. */
export function withoutLastWord(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text.replace(/[^\s]*[^\S\n]*$/, '');
}
