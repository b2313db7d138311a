import { useState } from 'react';
import { type Level, useKeys } from '../keyboard.tsx';

interface ConfirmOptions {
  readonly initial: boolean;
  readonly active: boolean;
  readonly level: Level;
  readonly onAnswer: (yes: boolean) => void;
  /** Left or right, where the caller keeps what is marked. */
  readonly onChange?: ((yes: boolean) => void) | undefined;
}

/** y and n answer at once; Enter answers what is marked. */
export function useConfirm({ initial, active, level, onAnswer, onChange }: ConfirmOptions): boolean {
  const [marked, setMarked] = useState(initial);
  const mark = (yes: boolean) => {
    setMarked(yes);
    onChange?.(yes);
  };
  useKeys(
    {
      yes: () => onAnswer(true),
      no: () => onAnswer(false),
      next: () => onAnswer(marked),
      mark: () => mark(!marked),
      ...(level === 'overlay'
        ? { toggle: () => mark(!marked), cancel: () => onAnswer(false) }
        : { cursorLeft: () => mark(true), cursorRight: () => mark(false) }),
    },
    { level, active, modal: level === 'overlay' },
  );
  return marked;
}
