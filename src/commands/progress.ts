import { truncate } from '../model/wrap.ts';
import type { ApplyEvent } from '../operations/engine.ts';
import { aside, type Context } from './context.ts';
import { roomOf } from './terminal-text.ts';

/** A log gets as many lines as are worth reading. */
const LINES = 4;

/** Progress on standard error, a line for everything that happens. How far it has come is one line that changes, where that can be seen. */
export function tellProgress(context: Context): (event: ApplyEvent) => void {
  const { stderr, mask } = context;
  if (context.options.values.progress === true)
    return ({ phase, what, share }) => {
      const event = { at: new Date().toISOString(), phase, what: mask(what), ...(share === undefined ? {} : { share }) };
      context.log(event.what);
      stderr.write(`${JSON.stringify(event)}\n`);
    };
  let open = false;
  let told = 0;
  return ({ what, share }) => {
    if (share === undefined) {
      if (open) stderr.write('\n');
      [open, told] = [false, 0];
      return aside(context, what);
    }
    // Only what is done is at a hundred.
    const percent = `: ${Math.min(99, Math.floor(share * 100))}%`;
    const room = roomOf(stderr);
    if (room !== undefined) {
      open = true;
      // What takes more than its row cannot be written over.
      stderr.write(`\r${truncate(what, room - percent.length, '...')}${percent}`);
    } else if (Math.floor(share * LINES) > told) {
      told = Math.floor(share * LINES);
      aside(context, what + percent);
    }
  };
}
