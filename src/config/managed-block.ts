import type { Diagnostic } from './diagnostic.ts';
import { type Marker, markersOf } from './markers.ts';
import { lineEnding, type Splice } from './splice.ts';

/** What we put into a file that is not ours, so that a person sees whose it is and we can take it out again. */
export interface Block {
  /** `[a-z0-9-]+`, one block an id and file. */
  readonly id: string;
  /** One line for the person who finds it. */
  readonly why: string;
  /** Lines of the file's own language, without line endings. */
  readonly lines: readonly string[];
}

/** A block that is in a file. */
export interface FoundBlock extends Block {
  /** Offsets of the markers' lines, the last line ending included. */
  readonly start: number;
  readonly end: number;
}

export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'found'; readonly block: FoundBlock; readonly begin: Marker }
  | { readonly kind: 'damaged'; readonly diagnostics: readonly Diagnostic[] };

/** No splices and no diagnostics: the file is already as asked. With diagnostics nothing is edited. */
export interface BlockEdit {
  readonly splices: readonly Splice[];
  readonly diagnostics: readonly Diagnostic[];
}

const BOM = '\xef\xbb\xbf';
const NOTHING: BlockEdit = { splices: [], diagnostics: [] };

/** The block `id` of `text`. Damaged where its markers are not one begin and one end, with none of ours between. */
export function findBlock(text: string, id: string): Found {
  const markers = markersOf(text);
  const own = markers.filter((marker) => marker.id === id);
  if (own.length === 0) return { kind: 'absent' };
  const [begin, end] = own;
  const adjacent = begin && end && markers.indexOf(end) === markers.indexOf(begin) + 1;
  if (own.length !== 2 || !adjacent || begin.kind !== 'begin' || end.kind !== 'end' || !begin.exact || !end.exact) {
    const what = `The markers of the block "${id}" are damaged: expected one begin line and one end line after it`;
    return { kind: 'damaged', diagnostics: own.map(({ line }) => ({ line, column: 1, what })) };
  }
  const inner = text.slice(begin.end, end.start).split('\n').slice(0, -1);
  const all = inner.map((line) => line.replace(/\r$/, ''));
  // Somebody may have removed the comment: then the first line is one that counts.
  const why = all[0]?.startsWith('# ') ? all[0].slice(2) : '';
  const lines = why === '' ? all : all.slice(1);
  const block = { id, why, lines, start: begin.start, end: end.end };
  return { kind: 'found', block, begin };
}

/**
 * Puts `block` at the top of `text` (after a byte order mark), at its end, or at the beginning of a line; where it is already,
 * it is replaced in its place. Line endings are the file's own.
 */
export function insertBlock(text: string, block: Block, where: 'top' | 'end' | number): BlockEdit {
  const found = findBlock(text, block.id);
  if (found.kind !== 'absent') return replaceBlock(text, block);
  const ending = lineEnding(text);
  if (typeof where === 'number') return insertion(where, render(block, ending, false));
  const top = text.startsWith(BOM) ? BOM.length : 0;
  if (where === 'top' || text.length === top) return insertion(top, render(block, ending, false));
  const open = !text.endsWith('\n');
  if (/\\(\r?\n)?$/.test(text.slice(-3))) {
    // A dialect with continuation lines would take our first line for the rest of that one.
    const line = text.split('\n').length - (open ? 0 : 1);
    const what = 'The last line ends in a backslash: whatever is put after it could become part of it';
    return { splices: [], diagnostics: [{ line, column: 1, what }] };
  }
  return insertion(text.length, (open ? ending : '') + render(block, ending, open));
}

/** Gives the block's bytes back, with the line ending that had to be added before it, unless something was put after it since. */
export function removeBlock(text: string, id: string): BlockEdit {
  const found = findBlock(text, id);
  if (found.kind === 'absent') return NOTHING;
  if (found.kind === 'damaged') return { splices: [], diagnostics: found.diagnostics };
  const { block, begin } = found;
  const added = begin.newlineAdded && block.end === text.length ? begin.ending : '';
  const start = text.slice(0, block.start).endsWith(added) ? block.start - added.length : block.start;
  return { splices: [{ start, end: block.end, text: '' }], diagnostics: [] };
}

/** The same block with other lines, where it stands. Nothing where it is absent. */
export function replaceBlock(text: string, block: Block): BlockEdit {
  const found = findBlock(text, block.id);
  if (found.kind === 'absent') return NOTHING;
  if (found.kind === 'damaged') return { splices: [], diagnostics: found.diagnostics };
  const { start, end } = found.block;
  const replacement = render(block, found.begin.ending, found.begin.newlineAdded);
  if (text.slice(start, end) === replacement) return NOTHING;
  return { splices: [{ start, end, text: replacement }], diagnostics: [] };
}

function insertion(at: number, text: string): BlockEdit {
  return { splices: [{ start: at, end: at, text }], diagnostics: [] };
}

function render(block: Block, ending: string, newlineAdded: boolean): string {
  const { id, why, lines } = block;
  if (!/^[a-z0-9-]+$/.test(id)) throw new Error(`Not the id of a block: ${id}`);
  const begin = `# momentum-secure: begin ${id}${newlineAdded ? ' (newline added)' : ''}`;
  const all = [begin, `# ${why}`, ...lines, `# momentum-secure: end ${id}`];
  if (all.some((line) => /[\r\n]|\\$/.test(line) || /[^\0-\xff]/.test(line))) {
    throw new Error(`A line of the block ${id} holds a line ending, ends in a backslash, or is not latin1`);
  }
  return all.map((line) => line + ending).join('');
}
