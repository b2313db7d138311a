import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Presses keys and waits for what they lead to, as a person does. Where words break into lines does not matter. */
export async function walk(
  terminal: Terminal,
  steps: readonly (readonly [keys: string, shows: string | RegExp])[],
): Promise<void> {
  for (const [keys, shows] of steps) {
    terminal.type(keys);
    await terminal.shows(typeof shows === 'string' ? anyBreaks(shows) : shows);
  }
}

function anyBreaks(words: string): RegExp {
  return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, '\\s+'));
}
