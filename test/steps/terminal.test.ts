import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Terminal, type TerminalOptions } from '../../scripts/terminal.ts';
import { bundleProgram } from './bundle.ts';
import { stepTitled } from './step-titled.ts';

let program = '';
let open: Terminal | undefined;
beforeAll(async () => {
  program = await bundleProgram();
});
afterEach(() => open?.close());
afterAll(() => rm(dirname(program), { recursive: true }));

function start(args: readonly string[], options: Omit<TerminalOptions, 'command'> = {}): Terminal {
  open = new Terminal({ command: [process.execPath, program, ...args], ...options });
  return open;
}

const ctrlC = '\u0003';

/** By keys from the welcome to the preview, waiting for every screen as a person does. */
async function walkToPreview(terminal: Terminal): Promise<void> {
  await terminal.shows(stepTitled('Secure this Momentum'));
  for (const next of [
    stepTitled('SSL for the database'),
    stepTitled('SSL for the web UI'),
    'The port on which',
    stepTitled('Certificates'),
    'Further names',
    'Bits of the RSA key',
    'in order',
    stepTitled('Preview'),
  ]) {
    terminal.type('\r');
    await terminal.shows(next);
  }
  await terminal.shows('postgresql.conf');
}

describe('the wizard in a real terminal', () => {
  test.each([
    [40, 20],
    [100, 30],
  ])('is walked to the end by keys at %i x %i, nothing overflows, and the terminal is as it was', async (columns, rows) => {
    const terminal = start(['wizard'], { columns, rows });
    await terminal.shows(stepTitled('Secure this Momentum'));
    expect(terminal.isAlternate).toBe(true);
    expect(terminal.isCursorShown).toBe(false);
    expect(terminal.lines().at(-1)).toMatch(/Enter begin.*\? help {2,}q quit/);
    await walkToPreview(terminal);
    expect(terminal.lines()[0]).toMatch(stepTitled('Preview'));
    expect(terminal.lines().at(-1)).toContain('q quit');
    terminal.type('a');
    await terminal.shows('Apply these changes?');
    terminal.type('y');
    await terminal.shows(stepTitled('Done'));
    expect(terminal.lines()[0]).toMatch(stepTitled('Done'));
    terminal.type('\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate).toBe(false);
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.scrollback().replaceAll('\n', ' ')).toContain('Applied: every change is in place.');
    expect(terminal.scrollback()).not.toMatch(/\d of \d/);
  });

  test('the cursor of the terminal is in the text field', async () => {
    const terminal = start(['wizard']);
    await terminal.shows(stepTitled('Secure this Momentum'));
    terminal.type('\r');
    await terminal.shows(stepTitled('SSL for the database'));
    terminal.type('\r');
    await terminal.shows(stepTitled('SSL for the web UI'));
    terminal.type('\t');
    await terminal.shows('The port on which');
    await expect.poll(() => terminal.isCursorShown).toBe(true);
    const row = terminal.lines().findIndex((line) => line.includes('443'));
    await expect.poll(() => terminal.cursor).toEqual({ x: (terminal.lines()[row] ?? '').indexOf('443') + 3, y: row });
  });

  test('Ctrl-C exits with 130, and the terminal is as it was', async () => {
    const terminal = start(['wizard']);
    await terminal.shows(stepTitled('Secure this Momentum'));
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.isAlternate).toBe(false);
    expect(terminal.isCursorShown).toBe(true);
    expect(terminal.text()).toContain('Stopped. Nothing was written.');
  });

  test('Ctrl-C while it applies waits until it is put back', async () => {
    const terminal = start(['wizard', '0', '400']);
    await walkToPreview(terminal);
    terminal.type('ay');
    await terminal.shows(stepTitled('Apply'));
    terminal.type(ctrlC);
    await terminal.shows('Put back: everything is as it was before.');
    terminal.type('\r');
    expect(await terminal.exit()).toBe(130);
  });

  test('NO_COLOR takes every colour away and CI=true changes nothing', async () => {
    const terminal = start(['wizard'], { env: { NO_COLOR: '1', CI: 'true' } });
    await terminal.shows(stepTitled('Secure this Momentum'));
    terminal.type('\r');
    await terminal.shows(stepTitled('SSL for the database'));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what this is about
    expect(terminal.output).not.toMatch(/\u001b\[[0-9;]*m/);
    terminal.type('q');
    expect(await terminal.exit()).toBe(0);
  });

  test('a locale without UTF-8 gets ASCII', async () => {
    const terminal = start(['wizard'], { env: { LC_ALL: 'C' } });
    await walkToPreview(terminal);
    expect(terminal.text()).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('a resize redraws the screen without remnants', async () => {
    const terminal = start(['wizard']);
    await walkToPreview(terminal);
    for (const [columns, rows] of [
      [40, 20],
      [120, 40],
      [60, 12],
    ] as const) {
      terminal.resize(columns, rows);
      await expect.poll(() => terminal.lines().filter((line) => stepTitled('Preview').test(line))).toHaveLength(1);
      await expect.poll(() => terminal.lines().at(-1)).toMatch(/^ ?Enter.*q quit$/);
      expect(terminal.lines()[0]).toMatch(stepTitled('Preview'));
    }
  });

  test('the pager gets the whole difference and its own keys, and gives the screen back', async () => {
    const terminal = start(['wizard'], { rows: 16, env: { PAGER: 'less' } });
    await walkToPreview(terminal);
    terminal.type('o');
    // Its prompt: a key that comes while it still reads may be lost to it.
    await terminal.shows(/# New private key[\s\S]*\n:$/);
    expect(terminal.isAlternate).toBe(true);
    terminal.type('G');
    await terminal.shows(/PostgreSQL \(msyspg\) restarts[\s\S]*\(END\)$/);
    // There Ctrl-C is the pager's own, though the terminal sends it to both.
    terminal.type(ctrlC);
    // The kernel throws away what was typed before it has sent the signal.
    await delay(300);
    terminal.type('q');
    await terminal.shows(stepTitled('Preview'));
    terminal.type('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate).toBe(false);
  });

  test('a pager that is not there is said', async () => {
    const terminal = start(['wizard'], { env: { PAGER: 'no-such-pager' } });
    await walkToPreview(terminal);
    terminal.type('o');
    await terminal.shows('There is no pager no-such-pager here: set PAGER');
  });
});

describe('the plain prompts in a real terminal', () => {
  const dumb = { env: { TERM: 'dumb', LANG: 'C' }, columns: 72, rows: 200 };

  test('are answered to the end, typed ahead, by lines that are only appended', async () => {
    const terminal = start(['plain'], dumb);
    terminal.type('\r3\r2\r8444\b3\r\r\r\ryes\r');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text()).toContain('Type it, or Enter for 443: 8443');
    expect(terminal.text()).toContain('Applied: every change is in place.');
    // Backspace is all the moving there is: no escape sequence, nothing erased, nothing redrawn.
    expect(terminal.output).not.toContain('\u001b');
    expect(terminal.output.match(/Step 2 of/g)).toHaveLength(1);
  });

  test('a password is not echoed, nor how long it is', async () => {
    const terminal = start(['plain', '0', '30', 'password'], dumb);
    terminal.type('\r');
    await terminal.shows('Type it (it is not shown), or Enter for the question before:');
    terminal.type('canarx\by word\r');
    await terminal.shows('Number 1 to 3');
    expect(terminal.output).toContain('before: \r\n');
    expect(terminal.output).not.toMatch(/canar|\*/);
  });

  test('Ctrl-C at a question exits with 130 and the terminal echoes again', async () => {
    const terminal = start(['plain'], dumb);
    await terminal.shows('Enter to begin: ');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text()).toContain('Stopped. Nothing was written.');
    expect(terminal.output).not.toContain('ERR_USE_AFTER_CLOSE');
  });

  test('Ctrl-C while the host is looked at exits with 130', async () => {
    const terminal = start(['plain', '5000'], dumb);
    await terminal.shows('Looking at this host');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
  });

  test('Ctrl-C while it applies waits until it is put back', async () => {
    const terminal = start(['plain', '0', '300'], dumb);
    terminal.type('\r3\r2\r\r\r\r\ryes\r');
    await terminal.shows('Rehearse with copies');
    terminal.type(ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.text()).toContain('Put back: everything is as it was before.');
  });
});
