import enquirer from 'enquirer';

/** A key as node:readline reports it. */
export interface TerminalKey {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly sequence?: string;
}

/** What this uses of enquirer's Prompt, whose own types leave most of it out. */
interface Base {
  input: string;
  readonly stdout: NodeJS.WritableStream;
  readonly state: { closed?: boolean };
  run(): Promise<unknown>;
  keypress(sign: string | undefined, key: TerminalKey): Promise<void>;
  cancel(reason?: unknown, key?: TerminalKey): Promise<void>;
  emit(event: string): boolean;
}

const Prompt = enquirer.Prompt as unknown as new (options: object) => Base;

/**
 * One line, append-only. Enquirer's own input prompt erases and redraws its line at every key,
 * which a screen reader reads out again and a dumb terminal cannot do. This one writes what is
 * typed behind the question and nothing else; erasing is backspace, space, backspace, as the
 * kernel's own line editor does it. The names of the methods are enquirer's names for keys.
 */
export class LinePrompt extends Prompt {
  readonly #question: string;
  /** Nothing of what is typed is written, not even how long it is. */
  readonly #hidden: boolean;
  #shown = false;

  constructor(question: string, stdin: NodeJS.ReadableStream, stdout: NodeJS.WritableStream, hidden = false) {
    super({ name: 'line', message: question, stdin, stdout });
    this.#question = question;
    this.#hidden = hidden;
  }

  /** Enquirer would listen to the terminal for one prompt only, and lose what is typed ahead. */
  start(): void {}

  /** Enquirer calls this after every key. */
  render(): void {
    if (this.#shown) return;
    this.#shown = true;
    this.stdout.write(this.#question);
  }

  dispatch(sign: string | undefined, key: TerminalKey): void {
    if (sign === undefined || key.ctrl === true || key.meta === true || /\p{Cc}/u.test(sign)) return;
    this.input += sign;
    if (!this.#hidden) this.stdout.write(sign);
  }

  /** Backspace. */
  delete(): void {
    this.#erase(1);
  }

  /** Ctrl-W */
  cutLeft(): void {
    const kept = this.input.trimEnd().replace(/\S+$/u, '');
    this.#erase([...this.input].length - [...kept].length);
  }

  /** Ctrl-U */
  undo(): void {
    this.#erase(Number.POSITIVE_INFINITY);
  }

  /** Ctrl-D on an empty line is the end of the input, as everywhere. */
  async deleteForward(): Promise<void> {
    if (this.input === '') await this.cancel();
  }

  /** Ctrl-C; enquirer would also take Esc for it, which is too easily pressed by mistake. */
  override async cancel(reason?: unknown, key?: TerminalKey): Promise<void> {
    if (key?.name === 'escape') return;
    await super.cancel(reason);
  }

  /** Enquirer would move the cursor about. */
  async close(): Promise<void> {
    this.state.closed = true;
    this.stdout.write('\n');
    this.emit('close');
  }

  #erase(count: number): void {
    const signs = [...this.input];
    const gone = signs.splice(Math.max(0, signs.length - count));
    this.input = signs.join('');
    if (!this.#hidden) this.stdout.write('\b \b'.repeat(gone.length));
  }
}
