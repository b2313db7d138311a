/**
 * Every key of the program: what it is called in code, which keys do it, how the hints and the
 * help name it. Nothing else names a key, so the help cannot be wrong.
 */
interface Keys {
  /** Names as key-press.ts gives them. */
  readonly keys: readonly string[];
  /** How people write it. */
  readonly shown: string;
  /** Two words at most, for the line at the foot of the screen. */
  readonly hint: string;
  /** For the help. */
  readonly help: string;
}

const table = {
  next: { keys: ['enter'], shown: 'Enter', hint: 'go on', help: 'choose what is marked and go on' },
  back: { keys: ['escape', 'left'], shown: 'Esc', hint: 'back', help: 'one step back; no answer is lost' },
  cancel: { keys: ['escape'], shown: 'Esc', hint: 'leave', help: 'leave it as it was' },
  jump: { keys: ['g', 'ctrl-g'], shown: 'g', hint: 'go to', help: 'go to any step (in a text field: Ctrl-G)' },
  help: { keys: ['?'], shown: '?', hint: 'help', help: 'this help, and away again' },
  quit: { keys: ['q'], shown: 'q', hint: 'quit', help: 'quit (in a text field: Ctrl-C)' },
  interrupt: { keys: ['ctrl-c'], shown: 'Ctrl-C', hint: 'stop', help: 'stop at once, from anywhere' },
  up: { keys: ['up', 'k', 'ctrl-p'], shown: 'Up', hint: 'up', help: 'up one row (also k)' },
  down: { keys: ['down', 'j', 'ctrl-n'], shown: 'Down', hint: 'down', help: 'down one row (also j)' },
  pageUp: { keys: ['pageup', 'ctrl-u'], shown: 'PgUp', hint: 'scroll up', help: 'up one page (also Ctrl-U)' },
  pageDown: { keys: ['pagedown', 'ctrl-d'], shown: 'PgDn', hint: 'scroll', help: 'down one page (also Ctrl-D)' },
  first: { keys: ['home'], shown: 'Home', hint: 'top', help: 'to the first row' },
  last: { keys: ['end'], shown: 'End', hint: 'end', help: 'to the last row' },
  markAll: { keys: ['ctrl-a'], shown: 'Ctrl-A', hint: 'all', help: 'mark all rows that match, or none of them' },
  mark: { keys: ['space'], shown: 'Space', hint: 'mark', help: 'mark the row and stay here' },
  nextField: { keys: ['tab'], shown: 'Tab', hint: 'next field', help: 'to the next field' },
  previousField: { keys: ['shift-tab'], shown: 'Shift-Tab', hint: 'field before', help: 'to the field before' },
  yes: { keys: ['y', 'Y'], shown: 'y', hint: 'yes', help: 'yes' },
  no: { keys: ['n', 'N'], shown: 'n', hint: 'no', help: 'no' },
  toggle: {
    keys: ['left', 'right', 'up', 'down', 'tab', 'shift-tab', 'h', 'l'],
    shown: 'Left/Right',
    hint: 'change',
    help: 'from yes to no and back',
  },
  again: { keys: ['r'], shown: 'r', hint: 'check again', help: 'look again, as the host is now' },
  putRight: {
    keys: ['p'],
    shown: 'p',
    hint: 'put right',
    help: 'have failing checks put right together with the changes, or not',
  },
  findOut: { keys: ['w'], shown: 'w', hint: 'find fault', help: 'something is wrong: find out what, and put it right' },
  apply: { keys: ['a'], shown: 'a', hint: 'apply', help: 'ask whether to apply; the answer is no until you say yes' },
  fullScreen: { keys: ['f'], shown: 'f', hint: 'full screen', help: 'the difference on the whole screen, and back' },
  search: { keys: ['/'], shown: '/', hint: 'search', help: 'search; then n and p go from match to match' },
  nextHunk: { keys: ['n'], shown: 'n', hint: 'next', help: 'next change, or next match while searching' },
  previousHunk: { keys: ['p', 'N'], shown: 'p', hint: 'previous', help: 'change or match before' },
  pager: { keys: ['o'], shown: 'o', hint: 'pager', help: 'all differences in your pager ($PAGER)' },
  cursorLeft: { keys: ['left', 'ctrl-b'], shown: 'Left', hint: 'left', help: 'cursor left' },
  cursorRight: { keys: ['right', 'ctrl-f'], shown: 'Right', hint: 'right', help: 'cursor right' },
  lineStart: { keys: ['home', 'ctrl-a'], shown: 'Ctrl-A', hint: 'start', help: 'cursor to the start (also Home)' },
  lineEnd: { keys: ['end', 'ctrl-e'], shown: 'Ctrl-E', hint: 'end', help: 'cursor to the end (also End)' },
  eraseBefore: { keys: ['backspace', 'ctrl-h'], shown: 'Backspace', hint: 'erase', help: 'erase before the cursor' },
  eraseAfter: { keys: ['delete', 'ctrl-d'], shown: 'Del', hint: 'erase', help: 'erase at the cursor' },
  eraseToStart: { keys: ['ctrl-u'], shown: 'Ctrl-U', hint: 'clear', help: 'erase to the start' },
  eraseToEnd: { keys: ['ctrl-k'], shown: 'Ctrl-K', hint: 'erase', help: 'erase to the end' },
  eraseWord: { keys: ['ctrl-w'], shown: 'Ctrl-W', hint: 'erase word', help: 'erase the word before the cursor' },
} as const satisfies Record<string, Keys>;

export type Action = keyof typeof table;

export const keys: Readonly<Record<Action, Keys>> = table;

/** An action with words of its own for the hints: Enter does not go on everywhere. */
export type Hint = Action | readonly [Action, string];

export function actionOf(hint: Hint): Action {
  return typeof hint === 'string' ? hint : hint[0];
}

export function hintText(hint: Hint): { readonly key: string; readonly says: string } {
  const action = actionOf(hint);
  return { key: keys[action].shown, says: typeof hint === 'string' ? keys[action].hint : hint[1] };
}

/** The help's line for a hint: what the key does here if it has words of its own, what it does anyway if not. */
export function helpText(hint: Hint): { readonly key: string; readonly says: string } {
  const action = actionOf(hint);
  return { key: keys[action].shown, says: typeof hint === 'string' ? keys[action].help : hint[1] };
}
