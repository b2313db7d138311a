import type { Key } from 'ink';

/** A key by one name: `up`, `enter`, `ctrl-u`, `shift-tab`, `?`, `ä`; or `paste` with its text. */
export interface KeyPress {
  readonly name: string;
  /** What it types into a text field, if anything. */
  readonly text?: string;
}

const named: ReadonlyArray<readonly [(key: Key) => boolean, string]> = [
  [(key) => key.upArrow, 'up'],
  [(key) => key.downArrow, 'down'],
  [(key) => key.leftArrow, 'left'],
  [(key) => key.rightArrow, 'right'],
  [(key) => key.pageUp, 'pageup'],
  [(key) => key.pageDown, 'pagedown'],
  [(key) => key.home, 'home'],
  [(key) => key.end, 'end'],
  [(key) => key.return, 'enter'],
  [(key) => key.escape, 'escape'],
  [(key) => key.tab && key.shift, 'shift-tab'],
  [(key) => key.tab, 'tab'],
  [(key) => key.backspace, 'backspace'],
  [(key) => key.delete, 'delete'],
];

/**
 * One event of Ink's into the keys it stands for. Keys that were typed fast, or wait in a slow
 * line, arrive as one string: `jj\r` is three keys, not a text of three signs.
 */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
  if (key.eventType === 'release') return [];
  const special = named.find(([is]) => is(key));
  if (special !== undefined) return [{ name: special[1] }];
  if (key.ctrl) return input === '' ? [] : [{ name: `ctrl-${input.toLowerCase()}` }];
  // Alt with a letter means nothing here; it must not type the letter.
  if (key.meta) return [];
  return [...input].map(fromSign);
}

function fromSign(sign: string): KeyPress {
  if (sign === '\r' || sign === '\n') return { name: 'enter' };
  if (sign === '\t') return { name: 'tab' };
  if (sign === '\u001b') return { name: 'escape' };
  if (sign === '\u007f' || sign === '\b') return { name: 'backspace' };
  if (sign === ' ') return { name: 'space', text: ' ' };
  if (sign < ' ') return { name: `ctrl-${String.fromCharCode(sign.charCodeAt(0) + 0x60)}` };
  return { name: sign, text: sign };
}
