import { CLASS, DOUBLE, ENDS_NAME, SINGLE, SLASH } from './bytes.ts';
import { Scanner } from './scanner.ts';

/** One step of a path: the keyword in lower case, and the instance where the scope has one. */
export interface PathStep {
  readonly keyword: string;
  readonly instance?: string;
}

/** Where a scope is, outermost first; empty for the global one. */
export type ScopePath = readonly PathStep[];

const GLOBAL: ScopePath = [];

/** `binding_group "g" / binding "b" / domain "example.com"`; `global` for the empty path. */
export function printPath(path: ScopePath): string {
  if (path.length === 0) return 'global';
  return path.map(({ keyword, instance }) => (instance === undefined ? keyword : `${keyword} ${quoted(instance)}`)).join(' / ');
}

/**
 * Reads what `printPath` writes, with keywords in any case and instances with or without quotes, as in
 * ecelerity.conf. Undefined for what is none.
 */
export function parsePath(text: string): ScopePath | undefined {
  if (text.trim().toLowerCase() === 'global') return GLOBAL;
  const scanner = new Scanner(text);
  const { bytes } = scanner;
  const steps: PathStep[] = [];
  for (let at = blanks(bytes, 0); ; at = blanks(bytes, at + 1)) {
    const start = at;
    while (at < bytes.length && ((CLASS[bytes[at] ?? 0] ?? 0) & ENDS_NAME) === 0) at += 1;
    if (at === start) return undefined;
    const keyword = text.slice(start, at).toLowerCase();
    at = blanks(bytes, at);
    if (at < bytes.length && !isSeparator(bytes, at)) {
      const first = bytes[at];
      const inQuotes = first === DOUBLE || first === SINGLE;
      if (inQuotes) scanner.value(at);
      else scanner.word(at, true);
      const whole = text.slice(at, scanner.at);
      if (whole === '' || scanner.diagnostics().length > 0) return undefined;
      steps.push({ keyword, instance: inQuotes ? whole.slice(1, -1) : whole });
      at = blanks(bytes, scanner.at);
    } else steps.push({ keyword });
    if (at === bytes.length) return steps;
    if (!isSeparator(bytes, at)) return undefined;
  }
}

/** In the quotes that the language itself would read it in; an instance that was written bare needs none. */
function quoted(instance: string): string {
  if (!/["'\\]/.test(instance)) return `"${instance}"`;
  for (const quote of ['"', "'"]) {
    const whole = quote + instance + quote;
    const scanner = new Scanner(whole);
    scanner.value(0);
    if (scanner.at === whole.length && scanner.diagnostics().length === 0) return whole;
  }
  return instance;
}

/** A slash with white space or the end on both sides: `/tmp/2025` without quotes is an instance. */
function isSeparator(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === SLASH && (at + 1 === bytes.length || bytes[at + 1] === 0x20 || bytes[at + 1] === 0x09);
}

function blanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1;
  return at;
}
