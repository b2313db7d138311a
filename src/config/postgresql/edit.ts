import { lineEnding, type Splice } from '../splice.ts';
import { quote } from './lexer.ts';
import { parseSettings } from './settings.ts';

/**
 * Splices that make `name` be `value` in this very file: in the line that decides (the last one),
 * keeping its spacing and comment, or else in a new line at the end. None where it is so already.
 */
export function setSetting(text: string, name: string, value: string): Splice[] {
  const wanted = name.toLowerCase();
  const last = parseSettings(text).settings.findLast((setting) => setting.name === wanted);
  if (last?.value === value) return [];
  if (last) {
    const bare = !last.raw.startsWith("'") && /^[A-Za-z_][A-Za-z_0-9]*$|^[0-9]+[A-Za-z]*$/.test(value);
    return [{ start: last.valueStart, end: last.valueEnd, text: bare ? value : quote(value) }];
  }
  const ending = lineEnding(text);
  const open = text !== '' && !text.endsWith('\n');
  return [{ start: text.length, end: text.length, text: `${open ? ending : ''}${name} = ${quote(value)}${ending}` }];
}
