import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly command: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** Over a small environment of our own: what the machine has set must not matter. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a real pseudo-terminal, with a screen that can be looked at. */
export class Terminal {
  readonly screen: xterm.Terminal;
  readonly #pty: ReturnType<typeof spawn>;
  /** Everything the program wrote, escape sequences included. */
  output = '';
  readonly #exited: Promise<number>;
  isCursorShown = true;
  #isOver = false;
  /** Pieces of output that the screen has not drawn yet. */
  #undrawn = 0;

  constructor({ command: [file = '', ...args], columns = 100, rows = 30, env = {} }: TerminalOptions) {
    this.screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    const base = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    this.#pty = spawn(file, args, { cols: columns, rows, cwd: '/', env: { ...base, ...env } });
    this.#pty.onData((data) => {
      this.output += data;
      const shows = data.lastIndexOf('\u001b[?25h');
      const hides = data.lastIndexOf('\u001b[?25l');
      if (shows !== hides) this.isCursorShown = shows > hides;
      this.#undrawn += 1;
      this.screen.write(data, () => {
        this.#undrawn -= 1;
      });
    });
    // What asks the terminal for its cursor or its colours gets the answer a real one gives.
    this.screen.onData((answer) => this.#pty.write(answer));
    this.#exited = new Promise((resolve) =>
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#isOver = true;
        // The screen draws in its own time: by then all of it is there.
        this.screen.write('', () => resolve(signal ? 128 + signal : exitCode));
      }),
    );
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal: string): void {
    // Its number may be somebody else's by then.
    if (!this.#isOver) this.#pty.kill(signal);
  }

  /** Ends the program, whatever it does. */
  close(): void {
    this.kill('SIGKILL');
  }

  /** The screen as text, a line an element, without blanks at their ends. */
  lines(): readonly string[] {
    const { active } = this.screen.buffer;
    return Array.from({ length: this.screen.rows }, (_, row) => textAt(active, active.viewportY + row));
  }

  text(): string {
    return this.lines().join('\n');
  }

  /** What is left on the normal screen, scrolled out of sight or not. */
  scrollback(): string {
    const { normal } = this.screen.buffer;
    return Array.from({ length: normal.length }, (_, row) => textAt(normal, row)).join('\n');
  }

  get isAlternate(): boolean {
    return this.screen.buffer.active.type === 'alternate';
  }

  get cursor(): { readonly x: number; readonly y: number } {
    const { cursorX, cursorY } = this.screen.buffer.active;
    return { x: cursorX, y: cursorY };
  }

  /** Waits until the screen says it; throws with the screen it has where it does not within the time. */
  async shows(what: string | RegExp, milliseconds = 60_000): Promise<void> {
    const says = () => (typeof what === 'string' ? this.text().includes(what) : what.test(this.text()));
    await this.#waitFor(says, `show ${what}`, milliseconds);
  }

  /** Waits until the screen is another than `seen`. */
  async changes(seen: string, milliseconds = 60_000): Promise<void> {
    await this.#waitFor(() => this.text() !== seen, 'change', milliseconds);
  }

  /** Exit code; 128 and the signal's number for one that a signal ended. Throws with the screen where it goes on running. */
  async exit(milliseconds = 60_000): Promise<number> {
    await this.#waitFor(() => this.#isOver, 'be the last, and the program to end,', milliseconds);
    return this.#exited;
  }

  async #waitFor(isSo: () => boolean, what: string, milliseconds: number): Promise<void> {
    const until = Date.now() + milliseconds;
    while (this.#isBetweenFrames || !isSo()) {
      if (Date.now() > until)
        throw new Error(`Expected the screen to ${what} within ${milliseconds} ms; it shows:\n${this.text()}`);
      await delay(20);
    }
  }

  /** Ink marks where the drawing of a frame begins and where it ends: half a frame is on nobody's screen. */
  get #isBetweenFrames(): boolean {
    return this.#undrawn > 0 || this.output.lastIndexOf('\u001b[?2026h') > this.output.lastIndexOf('\u001b[?2026l');
  }
}

function textAt(buffer: xterm.IBuffer, row: number): string {
  return buffer.getLine(row)?.translateToString(true) ?? '';
}
