import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { Terminal, type TerminalOptions } from '../../scripts/terminal.ts';

export const key = {
  enter: '\r',
  escape: '\u001b',
  home: '\u001b[H',
  end: '\u001b[F',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlU: '\u0015',
} as const;

interface FaceOptions extends Omit<TerminalOptions, 'command'> {
  readonly args?: readonly string[];
  /** Words before the program. */
  readonly under?: readonly string[];
}

/** The program on terminals of this file's tests; each terminal is closed when its test is over. */
export function programHere(): (root: string, options?: FaceOptions) => Terminal {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'ms-faces-'));
    // A copy: whoever builds while this runs does not change what is tested.
    copyFileSync(join(import.meta.dirname, '../../dist/cli.js'), join(directory, 'cli.js'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (root, { args = [], under = [], ...options } = {}) => {
    const command = [...under, process.execPath, join(directory, 'cli.js'), '--root', root, ...args];
    const terminal = new Terminal({ command, ...options });
    onTestFinished(() => terminal.close());
    return terminal;
  };
}

/** In the place of keys: Enter, as often as it takes. Which questions lie between is no business of the test's. */
export const onward = Symbol('onward');

/** Presses keys and waits for what they lead to, as a person does. Where words break into lines does not matter. */
export async function walk(
  terminal: Terminal,
  steps: readonly (readonly [keys: string | typeof onward, shows: string | RegExp])[],
): Promise<void> {
  for (const [keys, shows] of steps) {
    const expected = typeof shows === 'string' ? anyBreaks(shows) : shows;
    if (keys === onward) await goOnUntil(terminal, expected);
    else {
      terminal.type(keys);
      await terminal.shows(expected);
    }
  }
}

/** More than any walk of these tests has. */
const MOST_SCREENS = 40;

/** Takes what is offered, one screen at a time, until the screen shows it. */
async function goOnUntil(terminal: Terminal, shows: RegExp): Promise<void> {
  const passed: string[] = [];
  while (passed.length < MOST_SCREENS) {
    const seen = await atRest(terminal);
    if (shows.test(seen)) return;
    passed.push(seen);
    terminal.type(key.enter);
    await terminal.changes(seen);
  }
  throw new Error(`Expected Enter to lead to ${shows}; it led to:\n${passed.join('\n---\n')}`);
}

/** The screen once it waits for keys again. */
async function atRest(terminal: Terminal): Promise<string> {
  for (;;) {
    const seen = terminal.text();
    await delay(100);
    // Plain prompts wait behind a colon; what is typed before that would answer a later question.
    const waits = terminal.isAlternate ? !/Looking\s+at\s+what\s+follows/.test(seen) : seen.trimEnd().endsWith(':');
    if (waits && seen === terminal.text()) return seen;
  }
}

function anyBreaks(words: string): RegExp {
  return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, '\\s+'));
}
