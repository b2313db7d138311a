import { setTimeout as delay, setImmediate as immediately } from 'node:timers/promises';
import { render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { Keyboard } from '../../components/keyboard.tsx';
import { asciiTheme, type Theme, unicodeTheme } from '../../components/theme.ts';
import { Themed } from '../../components/use-theme.tsx';

export const keySequences = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  backspace: '\u007f',
} as const;

/**
 * Waits until nothing has been drawn for a moment. In several short rests: on a busy machine one long rest may be over
 * before what was waiting for its turn had it.
 */
export async function settled(frames: () => number): Promise<void> {
  let seen = -1;
  for (let quiet = 0; quiet < 4; ) {
    quiet = seen === frames() ? quiet + 1 : 0;
    seen = frames();
    await delay(10);
    await immediately();
  }
}

/** A widget on a terminal of paper. `press` waits until what it does is on the paper. */
export function show(tree: ReactNode, theme: Theme = unicodeTheme) {
  const wrapped = (inner: ReactNode) => (
    <Themed theme={theme}>
      <Keyboard>{inner}</Keyboard>
    </Themed>
  );
  const app = render(wrapped(tree));
  return {
    frame: () => app.lastFrame() ?? '',
    lines: () => (app.lastFrame() ?? '').split('\n'),
    rerender: (inner: ReactNode) => app.rerender(wrapped(inner)),
    press: async (...keys: readonly string[]) => {
      for (const key of keys) {
        app.stdin.write(key);
        await settled(() => app.frames.length);
      }
    },
    unmount: app.unmount,
  };
}

export const themes = [
  ['unicode', unicodeTheme],
  ['ASCII', asciiTheme],
] as const;

/** The widest line of a frame, in cells. */
export function widest(frame: string): number {
  return Math.max(...frame.split('\n').map((line) => stringWidth(line)));
}

export function isAscii(frame: string): boolean {
  return /^[\n\x20-\x7e]*$/.test(frame);
}
