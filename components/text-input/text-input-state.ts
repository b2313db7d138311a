/** `cursor` counts signs as people do, not code units: between sign `cursor - 1` and sign `cursor`. */
export interface TextState {
  readonly value: string;
  readonly cursor: number;
}

export type TextAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'left' | 'right' | 'start' | 'end' }
  | { readonly type: 'erase-before' | 'erase-after' | 'erase-to-start' | 'erase-to-end' | 'erase-word' };

const segmenter = new Intl.Segmenter();

export function signsOf(value: string): readonly string[] {
  return Array.from(segmenter.segment(value), (part) => part.segment);
}

export function startText(value: string): TextState {
  return { value, cursor: signsOf(value).length };
}

export function reduceText(state: TextState, action: TextAction): TextState {
  const signs = signsOf(state.value);
  const { cursor } = state;
  const keep = (before: number, after: number): TextState => {
    const head = signs.slice(0, before).join('');
    return { value: head + signs.slice(after).join(''), cursor: signsOf(head).length };
  };
  switch (action.type) {
    case 'insert': {
      // One field is one line: what a paste brings along of line ends and the like is left out.
      const head = signs.slice(0, cursor).join('') + action.text.replace(/\p{Cc}+/gu, '');
      return { value: head + signs.slice(cursor).join(''), cursor: signsOf(head).length };
    }
    case 'left':
      return { ...state, cursor: Math.max(0, cursor - 1) };
    case 'right':
      return { ...state, cursor: Math.min(signs.length, cursor + 1) };
    case 'start':
      return { ...state, cursor: 0 };
    case 'end':
      return { ...state, cursor: signs.length };
    case 'erase-before':
      return keep(Math.max(0, cursor - 1), cursor);
    case 'erase-after':
      return keep(cursor, cursor + 1);
    case 'erase-to-start':
      return keep(0, cursor);
    case 'erase-to-end':
      return keep(cursor, signs.length);
    case 'erase-word':
      return keep(wordStart(signs, cursor), cursor);
  }
}

/** As in a shell: the spaces before the cursor and the word before them. */
function wordStart(signs: readonly string[], cursor: number): number {
  let at = cursor;
  while (at > 0 && signs[at - 1] === ' ') at--;
  while (at > 0 && signs[at - 1] !== ' ') at--;
  return at;
}
