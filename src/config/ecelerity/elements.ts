import { CLOSE_BRACKET, CLOSE_PAREN, COMMA, EQUALS, OPEN_BRACKET, OPEN_PAREN } from './bytes.ts';
import { DOUBLE_QUOTED, SINGLE_QUOTED } from './nodes.ts';
import { Scanner } from './scanner.ts';

/** A value in an array, or in a dictionary with its key. Without quotes. */
export interface Element {
  readonly key?: string;
  readonly value: string;
}

/**
 * What the source of an array or dictionary holds, and a scalar as an array of one: `uri = "csv:"` is
 * accepted where an array is expected. Brackets within it are passed over: their elements count as its own.
 */
export function elementsOf(source: string): Element[] {
  const scanner = new Scanner(source);
  const { bytes, text } = scanner;
  const elements: Element[] = [];
  let key: string | undefined;
  let pending: string | undefined;
  const push = () => {
    if (pending !== undefined) elements.push(key === undefined ? { value: pending } : { key, value: pending });
    key = undefined;
    pending = undefined;
  };
  for (let at = scanner.skip(0); at < bytes.length; at = scanner.skip(at)) {
    const byte = bytes[at];
    if (byte === EQUALS) {
      key = pending;
      pending = undefined;
      at += 1;
    } else if (byte === OPEN_PAREN || byte === OPEN_BRACKET || byte === CLOSE_PAREN || byte === CLOSE_BRACKET || byte === COMMA) {
      at += 1;
    } else {
      if (pending !== undefined) push();
      const kind = byte === 0x22 || byte === 0x27 ? scanner.value(at) : scanner.word(at, true);
      const quoted = kind === DOUBLE_QUOTED || kind === SINGLE_QUOTED;
      const whole = text.slice(at, scanner.at);
      // A brace or anything else that begins no word is skipped: this takes any text.
      pending = quoted ? whole.slice(1, -1) : whole.replace(/,$/, '');
      if (whole === '') pending = undefined;
      at = Math.max(scanner.at, at + 1);
    }
  }
  push();
  return elements;
}
