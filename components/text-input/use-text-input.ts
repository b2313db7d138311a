import { useState } from 'react';
import { type Level, useKeys } from '../keyboard.tsx';
import { reduceText, startText, type TextAction, type TextState } from './text-input-state.ts';

interface TextInputOptions {
  readonly value: string;
  readonly active: boolean;
  readonly level: Level;
  readonly literal?: boolean;
  readonly onChange: (value: string) => void;
}

/** Keys of a text field. Enter, Tab and Esc are left to whoever shows it. */
export function useTextInput({ value, active, level, literal = false, onChange }: TextInputOptions): TextState {
  const [kept, setState] = useState<TextState>(() => startText(value));
  // Somebody else may have changed the value: a default that follows from another answer.
  const state = kept.value === value ? kept : startText(value);
  const run = (action: TextAction) => {
    const next = reduceText(state, action);
    setState(next);
    if (next.value !== value) onChange(next.value);
  };
  const on = (type: Exclude<TextAction['type'], 'insert'>) => () => run({ type });
  useKeys(
    {
      cursorLeft: on('left'),
      cursorRight: on('right'),
      lineStart: on('start'),
      lineEnd: on('end'),
      eraseBefore: on('erase-before'),
      eraseAfter: on('erase-after'),
      eraseToStart: on('erase-to-start'),
      eraseToEnd: on('erase-to-end'),
      eraseWord: on('erase-word'),
    },
    { level, active, literal, onText: (text) => run({ type: 'insert', text }) },
  );
  return state;
}
