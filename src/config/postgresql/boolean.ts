const WORDS: readonly (readonly [word: string, shortest: number, value: boolean])[] = [
  ['true', 1, true],
  ['false', 1, false],
  ['yes', 1, true],
  ['no', 1, false],
  // `o` alone could be either.
  ['on', 2, true],
  ['off', 2, false],
  ['1', 1, true],
  ['0', 1, false],
];

/** A boolean as parse_bool (src/backend/utils/adt/bool.c) reads it: a word or a prefix that is clear, in any case. Undefined for others. */
export function parsePgBool(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  return WORDS.find(([word, shortest]) => lower.length >= shortest && word.startsWith(lower))?.[2];
}
