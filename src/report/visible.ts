/**
 * Characters that a terminal obeys or an editor hides, in a form that does neither: what is shown may quote files
 * that others than root write. Line ends and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(
    /(?![\n\t]|\r\n)[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`,
  );
}
