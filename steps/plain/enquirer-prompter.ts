import { emitKeypressEvents } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { visible } from '../../src/report/visible.ts';
import { LinePrompt, type TerminalKey } from './line-prompt.ts';
import { InterruptedError, type Prompter } from './prompter.ts';

interface Terminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stop?: AbortSignal | undefined;
}

type Press = readonly [sign: string | undefined, key: TerminalKey];

const isInterrupt = ([, key]: Press): boolean => key.ctrl === true && key.name === 'c';

/**
 * A Prompter on a terminal. Keys are read for the whole dialogue, not prompt by prompt: what is
 * typed ahead on a slow line is kept for the next question, Ctrl-C is heard while the engine
 * works, and no readline.Interface is opened (closing one throws ERR_USE_AFTER_CLOSE on Node 24
 * and later when enquirer pauses it). `broken`: a question as rows, the last of which is answered.
 */
export function enquirerPrompter({ stdin, stdout, stop }: Terminal, broken: (question: string) => readonly string[]): Prompter {
  const waiting: Press[] = [];
  const listeners = new Set<() => void>();
  let prompt: LinePrompt | undefined;
  let delivering = false;

  const deliver = async () => {
    if (delivering) return;
    delivering = true;
    while (prompt !== undefined && waiting.length > 0) {
      const [sign, key] = waiting.shift() as Press;
      await prompt.keypress(sign, key);
      if (prompt.state.closed === true) prompt = undefined;
    }
    delivering = false;
  };
  const interrupt = () => {
    waiting.length = 0;
    for (const listener of listeners) listener();
  };
  const onKey = (sign: string | undefined, key: TerminalKey) => {
    const press: Press = [sign, key];
    if (prompt === undefined && isInterrupt(press)) return interrupt();
    waiting.push(press);
    void deliver();
  };
  /** The terminal is gone, or the process is asked to stop: as good as Ctrl-C. */
  const onStop = () => (prompt === undefined ? interrupt() : void prompt.cancel());

  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', onKey);
  stdin.on('end', onStop);
  stop?.addEventListener('abort', onStop);
  stdin.resume();

  const askLine = async (question: string, hidden: boolean): Promise<string> => {
    const rows = broken(question.trimEnd());
    for (const row of rows.slice(0, -1)) stdout.write(`${row}\n`);
    const next = new LinePrompt(`${rows.at(-1)} `, stdin, stdout, hidden);
    const answer = next.run();
    // Enquirer renders in its own time; what was typed ahead must not be echoed before the question.
    next.render();
    prompt = next;
    void deliver();
    try {
      return String((await answer) ?? '');
    } catch {
      throw new InterruptedError();
    }
  };

  return {
    say: (lines) => {
      for (const line of lines) stdout.write(`${visible(line)}\n`);
    },
    ask: async (question) => (await askLine(question, false)).trim(),
    askHidden: (question) => askLine(question, true),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stdin.off('keypress', onKey);
      stdin.off('end', onStop);
      stop?.removeEventListener('abort', onStop);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
