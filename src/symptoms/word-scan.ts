/** Signs of a text that one look at the table takes in. */
const BLOCK = 3;

/**
 * Which of some words a text contains, in one pass that skips most of its signs (Wu and Manber, 1994): however many words
 * there are, it takes hardly longer than one. Capitals and small letters are the same.
 */
export class WordScan {
  readonly #words: readonly string[];
  readonly #length: number;
  /** By the hash of a block: how far the next place can be at which a word begins. 0: one may begin here. */
  readonly #shift: Uint8Array;
  /** By the hash of the block at its end, which words may begin here. */
  readonly #bucket: (readonly number[] | undefined)[] = new Array(1 << 15);

  /** `words` are ASCII, in small letters, each of `length` signs at least. */
  constructor(words: readonly string[], length: number) {
    this.#words = words;
    this.#length = length;
    this.#shift = new Uint8Array(1 << 15).fill(length - BLOCK + 1);
    for (const [index, word] of words.entries()) {
      const bytes = Buffer.from(word, 'latin1');
      for (let end = BLOCK - 1; end < length; end += 1) {
        const hash = hashAt(bytes, end);
        this.#shift[hash] = Math.min(this.#shift[hash] ?? 0, length - 1 - end);
        if (end === length - 1) this.#bucket[hash] = [...(this.#bucket[hash] ?? []), index];
      }
    }
  }

  /** A 1 for each word that `text` contains, by its place among the words. */
  seenIn(text: string): Uint8Array {
    const seen = new Uint8Array(this.#words.length);
    const shift = this.#shift;
    const last = this.#length - 1;
    // What is not of latin1 loses its upper bits here, and may pass for something else: then the pattern decides.
    const bytes = Buffer.from(text, 'latin1');
    const size = bytes.length;
    for (let end = last; end < size; ) {
      const hash = hashAt(bytes, end);
      const by = shift[hash] as number;
      if (by === 0) {
        this.#tryAll(hash, bytes, end - last, seen);
        end += 1;
      } else end += by;
    }
    return seen;
  }

  #tryAll(hash: number, bytes: Uint8Array, start: number, seen: Uint8Array): void {
    for (const index of this.#bucket[hash] ?? []) {
      if (seen[index] === 1) continue;
      const word = this.#words[index] as string;
      let at = 0;
      while (at < word.length && FOLDED[bytes[start + at] ?? 0] === word.charCodeAt(at)) at += 1;
      if (at === word.length) seen[index] = 1;
    }
  }
}

/** A byte in small letters. */
const FOLDED = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));

/** Capitals and small letters differ in a bit that is left out: other signs that do so share a place. */
function hashAt(bytes: Uint8Array, end: number): number {
  return (
    (((bytes[end - 2] as number) & 0x1f) << 10) | (((bytes[end - 1] as number) & 0x1f) << 5) | ((bytes[end] as number) & 0x1f)
  );
}
