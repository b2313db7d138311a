import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly command: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a real pseudo-terminal, with a screen that can be looked at. */
export class Terminal {
  readonly screen: xterm.Terminal;
  readonly #pty: ReturnType<typeof spawn>;
  /** Everything the program wrote, escape sequences included. */
  output = '';
  readonly exited: Promise<number>;

  constructor({ command: [file = '', ...args], columns, rows, env = {} }: TerminalOptions) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const inherited = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/' };
    this.#pty = spawn(file, args, { cols: columns, rows, name: 'xterm-256color', env: { ...inherited, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env } });
    this.#pty.onData((data) => {
      this.output += data;
      this.screen.write(data);
    });
    // What asks the terminal for its cursor or its colours gets the answer a real one gives.
    this.screen.onData((answer) => this.#pty.write(answer));
    this.exited = new Promise((resolve) => this.#pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode)));
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
    this.screen.resize(columns, rows);
  }

  kill(signal: string): void {
    this.#pty.kill(signal);
  }

  /** The screen as text, a line an element, without blanks at their ends. */
  lines(): readonly string[] {
    const buffer = this.screen.buffer.active;
    return Array.from({ length: this.screen.rows }, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
  }

  /** Waits until the screen says it; throws with the screen it has where it does not within the time. */
  async shows(what: string | RegExp, milliseconds = 20_000): Promise<void> {
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      const text = this.lines().join('\n');
      if (typeof what === 'string' ? text.includes(what) : what.test(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`Expected the screen to show ${what} within ${milliseconds} ms; it shows:\n${this.lines().join('\n')}`);
  }
}
