import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a real terminal: a pty on its side, a screen with all its modes on ours. */
export function openTerminal(program: string, args: readonly string[], { columns = 100, rows = 30, env = {} }: Options = {}) {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  let raw = '';
  let cursorShown = true;
  const base = { PATH: process.env.PATH ?? '', HOME: '/', TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const pty = spawn(process.execPath, [program, ...args], { cols: columns, rows, cwd: '/', env: { ...base, ...env } });
  const exit = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  pty.onData((data) => {
    raw += data;
    const shows = data.lastIndexOf('\u001b[?25h');
    const hides = data.lastIndexOf('\u001b[?25l');
    if (shows !== hides) cursorShown = shows > hides;
    terminal.write(data);
  });
  const lines = () => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: terminal.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  };
  const screen = () => lines().join('\n');
  return {
    screen,
    lines,
    exit,
    /** Every byte the program has written. */
    raw: () => raw,
    isAlternate: () => terminal.buffer.active.type === 'alternate',
    isCursorShown: () => cursorShown,
    cursor: () => ({ x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY }),
    /** What is left on the normal screen, scrolled out of sight or not. */
    scrollback: () =>
      Array.from(
        { length: terminal.buffer.normal.length },
        (_, row) => terminal.buffer.normal.getLine(row)?.translateToString(true) ?? '',
      ).join('\n'),
    type: (keys: string) => pty.write(keys),
    resize: (toColumns: number, toRows: number) => {
      terminal.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
    },
    /** Waits until the screen shows it; fails with the screen as it is. */
    async until(text: string | RegExp, seconds = 15): Promise<void> {
      const shows = () => (typeof text === 'string' ? screen().includes(text) : text.test(screen()));
      const end = Date.now() + seconds * 1000;
      while (!shows()) {
        if (Date.now() > end) throw new Error(`Expected the screen to show ${text}, got:\n${screen()}`);
        await delay(20);
      }
    },
    close: () => pty.kill(),
  };
}
