/** Where one is in finding out what is wrong. */
export type Place = 'ways' | 'message' | 'symptoms' | 'result' | 'remedies' | 'preview' | 'apply' | 'done';

/** What is looked for; with neither, everything. */
export interface Sought {
  readonly text?: string;
  readonly symptom?: string;
}

/** Guided troubleshooting without a screen. */
export interface FindOut {
  readonly place: Place;
  /** Back was pressed on the first screen. */
  readonly left: boolean;
  /** What stands in the box for a message; lines end with \n. */
  readonly typed: string;
  readonly sought: Sought | undefined;
  /** Counts what was asked for: the same question again is another look at the host. */
  readonly looks: number;
  /** Ids of the faults that a program may put right here. */
  readonly remedies: readonly string[];
  readonly chosen: readonly string[];
  /** Why the last step forward stayed. */
  readonly refused: string | undefined;
}

export type FindOutAction =
  | { readonly type: 'way'; readonly way: 'message' | 'symptoms' | 'everything' }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'pick'; readonly id: string }
  /** The examination is over; these faults can be put right. */
  | { readonly type: 'found'; readonly remedies: readonly string[] }
  | { readonly type: 'choose'; readonly ids: readonly string[] }
  /** `reopen`: nothing was applied after all. */
  | { readonly type: 'look-again' | 'next' | 'back' | 'confirm' | 'finish' | 'reopen' };

export const startFindOut: FindOut = {
  place: 'ways',
  left: false,
  typed: '',
  sought: undefined,
  looks: 0,
  remedies: [],
  chosen: [],
  refused: undefined,
};

/** No way of moving loses what was typed; nothing is applied but by `confirm`, which only the preview knows. */
export function reduceFindOut(state: FindOut, action: FindOutAction): FindOut {
  switch (action.type) {
    case 'way':
      return action.way === 'everything' ? look(state, {}) : goTo(state, action.way);
    case 'type':
      return { ...state, typed: action.text, refused: undefined };
    case 'pick':
      return look(state, { symptom: action.id });
    case 'found':
      return { ...state, remedies: action.remedies, chosen: action.remedies };
    case 'choose':
      return { ...state, chosen: action.ids, refused: undefined };
    case 'look-again':
      return state.sought === undefined ? state : look(state, state.sought);
    case 'next':
      return next(state);
    case 'back':
      return back(state);
    case 'confirm':
      return state.place === 'preview' ? goTo(state, 'apply') : state;
    case 'finish':
      return state.place === 'apply' ? goTo(state, 'done') : state;
    case 'reopen':
      return state.place === 'done' ? goTo(state, 'preview') : state;
  }
}

function next(state: FindOut): FindOut {
  switch (state.place) {
    case 'message':
      return state.typed.trim() === ''
        ? refuse(state, 'Paste the message first, or type it.')
        : look(state, { text: state.typed });
    case 'result':
      return state.remedies.length > 0
        ? goTo(state, 'remedies')
        : refuse(state, 'There is nothing here that a program should put right.');
    case 'remedies':
      return state.chosen.length > 0 ? goTo(state, 'preview') : refuse(state, 'Mark what is to be put right.');
    default:
      return state;
  }
}

function back(state: FindOut): FindOut {
  switch (state.place) {
    case 'ways':
      return { ...state, left: true };
    case 'message':
    case 'symptoms':
      return goTo(state, 'ways');
    case 'result':
      return goTo(state, cameFrom(state.sought));
    case 'remedies':
      return goTo(state, 'result');
    case 'preview':
      return goTo(state, 'remedies');
    case 'apply':
    case 'done':
      return state;
  }
}

function cameFrom(sought: Sought | undefined): Place {
  if (sought?.text !== undefined) return 'message';
  return sought?.symptom === undefined ? 'ways' : 'symptoms';
}

function look(state: FindOut, sought: Sought): FindOut {
  return { ...goTo(state, 'result'), sought, looks: state.looks + 1, remedies: [], chosen: [] };
}

function goTo(state: FindOut, place: Place): FindOut {
  return { ...state, place, refused: undefined };
}

function refuse(state: FindOut, refused: string): FindOut {
  return { ...state, refused };
}
