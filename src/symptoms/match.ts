import { needsOf } from './literals.ts';
import type { Symptom } from './symptom.ts';
import { WordScan } from './word-scan.ts';

/** A symptom that a text may be about, and why it is thought so. */
export interface Candidate {
  readonly symptom: Symptom;
  /** One row for each of its patterns that was found. */
  readonly why: readonly Sighting[];
}

export interface Sighting {
  /** The pattern's source. */
  readonly pattern: string;
  readonly times: number;
  /** Of the first one, counted from 1. */
  readonly line: number;
  /** The first text that it was found in, cut to what can be read. */
  readonly text: string;
}

const MOST_SHOWN = 300;

/** Of the words that a text is scanned for before a pattern is tried: longer ones let the scan skip more, and fewer patterns have them. */
const SHORTEST_WORD = 5;

interface Watch {
  readonly symptom: Symptom;
  readonly pattern: RegExp;
  /** Places among the words, a list for each way to be found; undefined: it is always tried. */
  readonly needs: readonly (readonly number[])[] | undefined;
  times: number;
  line: number;
  text: string;
}

/**
 * Looks for the messages of all symptoms in a text that comes in pieces of whole lines, so that a log
 * of any size takes the same memory. A message that a terminal or a mail wrapped over two lines of one
 * piece is found too.
 */
export class Matcher {
  readonly #watches: readonly Watch[];
  readonly #scan: WordScan;
  #lines = 0;

  constructor(symptoms: readonly Symptom[]) {
    const words = new Map<string, number>();
    const placeOf = (word: string) => {
      const place = words.get(word) ?? words.size;
      words.set(word, place);
      return place;
    };
    this.#watches = symptoms.flatMap((symptom) =>
      symptom.messages.map(({ pattern }) => ({
        symptom,
        pattern: new RegExp(withLooseBlanks(pattern.source), `g${pattern.flags.includes('i') ? 'i' : ''}`),
        needs: needsOf(pattern, SHORTEST_WORD)?.map((way) => way.map(placeOf)),
        times: 0,
        line: 0,
        text: '',
      })),
    );
    this.#scan = new WordScan([...words.keys()], SHORTEST_WORD);
  }

  /** `piece` ends where a line does. */
  add(piece: string): void {
    const seen = this.#scan.seenIn(piece);
    for (const watch of this.#watches) {
      if (watch.needs?.every((way) => way.some((word) => seen[word] === 0)) === true) continue;
      watch.pattern.lastIndex = 0;
      for (let found = watch.pattern.exec(piece); found !== null; found = watch.pattern.exec(piece)) {
        if (found[0] === '') break;
        watch.times += 1;
        if (watch.times > 1) continue;
        watch.line = this.#lines + 1 + countLines(piece, found.index);
        watch.text = wholeLines(piece, found.index, found.index + found[0].length);
      }
    }
    this.#lines += countLines(piece, piece.length);
  }

  /** The most telling first: more different messages, then longer ones, then more often. */
  candidates(): readonly Candidate[] {
    const rows = new Map<Symptom, Sighting[]>();
    for (const { symptom, pattern, times, line, text } of this.#watches) {
      if (times === 0) continue;
      rows.set(symptom, [...(rows.get(symptom) ?? []), { pattern: pattern.source, times, line, text }]);
    }
    const all = [...rows].map(([symptom, why]): Candidate => ({ symptom, why }));
    const weight = ({ why }: Candidate) => why.length * 1000 + Math.max(...why.map(({ pattern }) => pattern.length));
    return all.sort((one, other) => weight(other) - weight(one));
  }
}

/** The same for a text that is there as a whole: a pasted message. */
export function matchText(symptoms: readonly Symptom[], text: string): readonly Candidate[] {
  const matcher = new Matcher(symptoms);
  matcher.add(text);
  return matcher.candidates();
}

/** A blank of a pattern is any white space, the end of a wrapped line too. Not within a class, and not where it is counted. */
function withLooseBlanks(source: string): string {
  return source.replace(/\[(?:\\.|[^\]\\])*\]|\\.| (?![*+?{])/g, (part) => (part === ' ' ? '\\s+' : part));
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function wholeLines(text: string, start: number, end: number): string {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const last = text.indexOf('\n', end);
  const lines = text.slice(first, last < 0 ? text.length : last).trim();
  return lines.length > MOST_SHOWN ? `${lines.slice(0, MOST_SHOWN)}...` : lines;
}
