import stringWidth from 'string-width';

/** Signs that turn the direction of text or take no room: a diff must not read other than it is. */
const invisible = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

const plainer: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\u2018\u2019]/gu, "'"],
  [/[\u201c\u201d]/gu, '"'],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/\u2026/gu, '...'],
  [/\u00a0/gu, ' '],
];

/**
 * One line of anybody's text, safe to put on a terminal: files of the host are shown as they are,
 * and may hold escape sequences. Control characters show as `^[`; with `unicode` false, what is
 * not ASCII becomes `?`, so that columns stay columns.
 */
export function printable(text: string, unicode: boolean): string {
  const visible = expandTabs(text).replace(controls, caret).replace(invisible, '?');
  if (unicode) return visible;
  let ascii = visible;
  for (const [from, to] of plainer) ascii = ascii.replace(from, to);
  return [...ascii].map((sign) => (sign > '\u007e' ? '?'.repeat(Math.max(1, stringWidth(sign))) : sign)).join('');
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let column = 0;
  let line = '';
  for (const sign of text) {
    if (sign === '\t') {
      const stop = 8 - (column % 8);
      line += ' '.repeat(stop);
      column += stop;
    } else {
      line += sign;
      column += stringWidth(sign);
    }
  }
  return line;
}

function caret(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code === 0x7f) return '^?';
  return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : '?';
}
