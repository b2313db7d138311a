import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path)) ?? 'chromium';

interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the browser says is looked into by the tests themselves
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A headless Chromium, spoken to over a pipe (Chrome DevTools Protocol). It has no network. */
export class Browser {
  readonly #profile = mkdtempSync('/var/tmp/ms-browser-');
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly events: Message[] = [];
  #session: string | undefined;
  #last = 0;

  constructor() {
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe'];
    const nowhere = ['--host-resolver-rules=MAP * ~NOTFOUND', `--user-data-dir=${this.#profile}`];
    this.#child = spawn(PROGRAM, [...flags, ...nowhere], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      // Its helpers, which write there too, end with it.
      detached: true,
    });
    let rest = '';
    (this.#child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  #take(message: Message): void {
    if (message.id === undefined) this.events.push(message);
    else this.#waiting.get(message.id)?.(message);
  }

  async ask(method: string, params: object = {}) {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Opens a file in a page of its own, and waits until it is there. */
  async open(file: string): Promise<void> {
    this.#session = undefined;
    const { targetId } = await this.ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
    this.#session = sessionId;
    for (const domain of ['Page', 'Network', 'Runtime', 'Log', 'Accessibility']) await this.ask(`${domain}.enable`);
    this.events.length = 0;
    await this.ask('Page.navigate', { url: `file://${file}` });
    while ((await this.evaluate('document.readyState')) !== 'complete' || (await this.evaluate('location.protocol')) !== 'file:')
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async evaluate(expression: string) {
    const { result, exceptionDetails } = await this.ask('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return result.value;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    process.kill(-(this.#child.pid ?? 0), 'SIGKILL');
    await ended;
    // Its helpers hold the pipe a little longer.
    for (const stream of [this.#child.stdio[3], this.#child.stdio[4]]) stream?.destroy();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
