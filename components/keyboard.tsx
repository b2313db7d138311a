import { useInput, usePaste } from 'ink';
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react';
import { type KeyPress, keyPresses } from './key-press.ts';
import { type Action, keys } from './keys.ts';

/** Who is asked first: a question on top of a screen, the widget, its screen, the program. */
export type Level = 'program' | 'screen' | 'widget' | 'overlay';

const order: readonly Level[] = ['overlay', 'widget', 'screen', 'program'];

interface Listener {
  readonly level: Level;
  /** Of the keys that wait, how many it has used: nobody below hears of those. */
  readonly hear: (presses: readonly KeyPress[]) => number;
  /** Keeps a key from the levels below, although it has no use for it. */
  readonly keeps: (press: KeyPress) => boolean;
}

/**
 * The one reader of keys. Each goes to the highest level that has a use for it, so a text field
 * keeps the letters that are commands elsewhere. One key at a time: the screen that the first key
 * leads to is there before the second is delivered.
 */
class Desk {
  readonly #listeners = new Set<Listener>();
  readonly #waiting: KeyPress[] = [];
  readonly #onDelivered: () => void;
  #busy = false;

  constructor(onDelivered: () => void) {
    this.#onDelivered = onDelivered;
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  press(presses: readonly KeyPress[]): void {
    this.#waiting.push(...presses);
    if (!this.#busy) this.deliver();
  }

  /** The next key, if one waits. Called again once what the one before has changed is on the screen. */
  deliver(): void {
    const [press] = this.#waiting;
    this.#busy = press !== undefined;
    if (press === undefined) return;
    this.#waiting.splice(0, this.#offer(press));
    this.#onDelivered();
  }

  /** How many keys are done with: those that somebody used, or the first, which nobody had a use for. */
  #offer(press: KeyPress): number {
    for (const level of order) {
      const asked = [...this.#listeners].filter((listener) => listener.level === level);
      for (const listener of asked) {
        const used = listener.hear(this.#waiting);
        if (used > 0) return used;
      }
      if (asked.some((listener) => listener.keeps(press))) return 1;
    }
    return 1;
  }
}

const Context = createContext<Desk | undefined>(undefined);

export function Keyboard({ children }: { readonly children: ReactNode }): ReactNode {
  const [turn, setTurn] = useState(0);
  const [desk] = useState(() => new Desk(() => setTurn((before) => before + 1)));
  useInput((input, key) => desk.press(keyPresses(input, key)));
  usePaste((text) => desk.press([{ name: 'paste', text }]));
  // Set together with whatever the key has set, so it is committed together with that.
  useEffect(() => {
    if (turn > 0) desk.deliver();
  }, [desk, turn]);
  return <Context value={desk}>{children}</Context>;
}

interface Options {
  readonly level: Level;
  readonly active?: boolean;
  /** Keeps every key but Ctrl-C from the levels below. */
  readonly modal?: boolean;
  /** Takes what is typed or pasted. Commands of `bindings` that are a plain letter would never be heard: bind none. */
  readonly onText?: (text: string) => void;
  /** A question mark is text as well; elsewhere it asks for help in a text field, too. */
  readonly literal?: boolean;
  /** Enter between other keys that came at once is the end of a line of a text. */
  readonly lines?: boolean;
  /** Names of keys that are commands here although they type something. Pasted text is text as a whole. */
  readonly commands?: readonly string[];
}

/** Binds commands of the key table for as long as the component is on the screen. */
export function useKeys(bindings: Partial<Record<Action, () => void>>, options: Options): void {
  const desk = use(Context);
  const { level, active = true } = options;
  const hear = useEffectEvent((presses: readonly KeyPress[]): number => {
    // Text that was typed ahead or comes in one piece is one insertion, not one screen a sign.
    const isLineEnd = (at: number) => options.lines === true && presses[at]?.name === 'enter' && at < presses.length - 1;
    const end = presses.findIndex(
      (press, at) =>
        !isLineEnd(at) && (!isText(press, options.literal === true) || options.commands?.includes(press.name) === true),
    );
    const typed = options.onText === undefined ? [] : presses.slice(0, end < 0 ? presses.length : end);
    if (typed.length > 0) {
      options.onText?.(typed.map((press) => press.text ?? '\n').join(''));
      return typed.length;
    }
    for (const [action, run] of Object.entries(bindings)) {
      if (run === undefined || !keys[action as Action].keys.includes(presses[0]?.name ?? '')) continue;
      run();
      return 1;
    }
    return 0;
  });
  const keeps = useEffectEvent((press: KeyPress): boolean => options.modal === true && press.name !== 'ctrl-c');
  // A layout effect: the next key of the same burst must find the new screen listening.
  useLayoutEffect(() => (active ? desk?.listen({ level, hear, keeps }) : undefined), [desk, level, active]);
}

function isText(press: KeyPress, literal: boolean): boolean {
  return press.text !== undefined && (literal || press.name !== '?');
}
