import type { Socket } from 'node:net';

/** What reading came to; `received` is what stood there unread. */
export type Reading<T> =
  | { readonly end: 'value'; readonly value: T }
  | { readonly end: 'closed'; readonly received: Buffer; readonly why: string }
  | { readonly end: 'timeout'; readonly received: Buffer };

/** A parser: undefined asks for more bytes, else the value and how many bytes it took up. */
export type Parse<T> = (bytes: Buffer) => { readonly value: T; readonly length: number } | undefined;

/** No answer a probe waits for is longer; a server that sends on and on is cut off here. */
const longestAnswer = 64 * 1024;

/**
 * Question and answer over a socket. It owns the socket until detach() or destroy(), and keeps it
 * from throwing: an error is one more way to be closed.
 */
export class Conversation {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed: string | undefined;
  #wake: () => void = () => {};

  readonly #onData = (chunk: Buffer) => {
    if (this.#received.length + chunk.length > longestAnswer) this.#close(`it sent more than ${longestAnswer} bytes`);
    else this.#received = Buffer.concat([this.#received, chunk]);
    this.#wake();
  };
  readonly #onEnd = () => this.#close('it closed the connection');
  readonly #onError = (error: Error) => this.#close(`the connection broke (${reasonOf(error)})`);

  constructor(socket: Socket) {
    this.socket = socket;
    if (socket.destroyed) this.#closed = 'it closed the connection';
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd).on('error', this.#onError);
  }

  /** A write to a closed connection is dropped: the next read says that it is closed. */
  write(bytes: Buffer | string): void {
    if (this.#closed === undefined) this.socket.write(bytes);
  }

  /** Waits at most `timeoutMs` until `parse` finds a value in what has come, and takes that off. */
  async read<T>(parse: Parse<T>, timeoutMs: number): Promise<Reading<T>> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const parsed = parse(this.#received);
      if (parsed !== undefined) {
        this.#received = this.#received.subarray(parsed.length);
        return { end: 'value', value: parsed.value };
      }
      if (this.#closed !== undefined) return { end: 'closed', received: this.#received, why: this.#closed };
      const left = deadline - performance.now();
      if (left <= 0) return { end: 'timeout', received: this.#received };
      await this.#change(left);
    }
  }

  /** How many bytes have come and were not read. */
  get unread(): number {
    return this.#received.length;
  }

  /** Hands the socket over, paused so that nothing is lost before the next owner listens. */
  detach(): Socket {
    this.socket.pause();
    this.socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onEnd).off('error', this.#onError);
    return this.socket;
  }

  destroy(): void {
    this.socket.destroy();
  }

  #close(why: string): void {
    this.#closed ??= why;
    this.#wake();
  }

  /** Resolves with the next event, or after `ms`. */
  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The system's short name for what happened (ECONNRESET), else its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code ?? error.message;
}
