import { widthOf } from '../src/model/wrap.ts';
import { actionOf, type Hint, hintText } from './keys.ts';
import type { Line } from './lines.ts';

const wideGap = '   ';
const narrowGap = '  ';
const narrow = 60;

/** These are the way out, so they are the last to go where there is no room. */
const kept: ReadonlySet<string> = new Set(['help', 'quit', 'interrupt']);

/** The keys that matter here on one row. What does not fit is in the help. */
export function keyHints(hints: readonly Hint[], width: number): Line {
  const shown = [...hints];
  const gap = width < narrow ? narrowGap : wideGap;
  while (lengthOf(shown, gap) > width) {
    const last = shown.findLastIndex((hint) => !kept.has(actionOf(hint)));
    if (last < 0) break;
    shown.splice(last, 1);
  }
  return shown.flatMap((hint, index) => {
    const { key, says } = hintText(hint);
    return [
      { text: index === 0 ? key : gap + key, tone: 'strong' as const },
      { text: ` ${says}`, tone: 'quiet' as const },
    ];
  });
}

function lengthOf(hints: readonly Hint[], gap: string): number {
  const parts = hints.map(hintText).map(({ key, says }) => `${key} ${says}`);
  return widthOf(parts.join(gap));
}
