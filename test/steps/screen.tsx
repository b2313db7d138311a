import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { render } from 'ink';
import { Keyboard } from '../../components/keyboard.tsx';
import { asciiTheme, type Theme } from '../../components/theme.ts';
import { Themed } from '../../components/use-theme.tsx';
import type { Answers } from '../../src/answers/answers.ts';
import type { Engine } from '../../src/operations/engine.ts';
import type { Outcome } from '../../steps/outcome.ts';
import { Wizard } from '../../steps/wizard.tsx';
import { settled } from '../components/harness.tsx';

class Paper extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  frames: string[] = [];
  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
  write(frame: string): boolean {
    this.frames.push(frame);
    return true;
  }
}

class Keys extends EventEmitter {
  readonly isTTY = true;
  #data: string | null = null;
  type(data: string): void {
    this.#data = data;
    this.emit('readable');
  }
  read(): string | null {
    const data = this.#data;
    this.#data = null;
    return data;
  }
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly brought?: Answers;
  readonly theme?: Theme;
  readonly stop?: AbortSignal;
}

/** The whole wizard on a terminal of paper, of any size. */
export async function openWizard(
  engine: Engine,
  { columns = 100, rows = 30, brought = {}, theme = asciiTheme, stop }: Options = {},
) {
  const stdout = new Paper(columns, rows);
  const stdin = new Keys();
  const left: Outcome[] = [];
  const app = render(
    <Themed theme={theme}>
      <Keyboard>
        <Wizard engine={engine} brought={brought} env={{}} stop={stop} onLeave={(outcome) => left.push(outcome)} />
      </Keyboard>
    </Themed>,
    {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  const rest = () => settled(() => stdout.frames.length);
  await rest();
  return {
    /** How the operator left, and nothing before that. */
    left,
    frame: () => stdout.frames.at(-1) ?? '',
    frames: () => stdout.frames,
    rest,
    press: async (...keys: readonly string[]) => {
      for (const key of keys) {
        stdin.type(key);
        // A lone Esc might be the beginning of a longer key: Ink waits a moment for the rest.
        if (key === '\u001b') await delay(60);
        await rest();
      }
    },
    resize: async (toColumns: number, toRows: number) => {
      stdout.columns = toColumns;
      stdout.rows = toRows;
      stdout.emit('resize');
      await rest();
    },
    close: () => app.unmount(),
  };
}
