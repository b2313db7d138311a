/**
 * What a piece of text is for. Which colour that is stands in one place, and no meaning hangs on it
 * alone: every tone comes with a word, a sign or a position that says the same without colour.
 */
export type Tone = 'plain' | 'strong' | 'quiet' | 'accent' | 'ok' | 'warn' | 'fail' | 'added' | 'removed' | 'hunk' | 'match';

interface Style {
  readonly color?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
  readonly inverse?: boolean;
}

interface Figures {
  readonly pointer: string;
  readonly radioOn: string;
  readonly radioOff: string;
  readonly boxOn: string;
  readonly boxOff: string;
  readonly bullet: string;
  readonly ellipsis: string;
  /** Rule below the title: the part of the way that is behind, and the part ahead. */
  readonly ruleDone: string;
  readonly ruleAhead: string;
  readonly divider: string;
  readonly above: string;
  readonly below: string;
}

export interface Theme {
  readonly unicode: boolean;
  readonly figures: Figures;
  readonly styles: Readonly<Record<Tone, Style>>;
}

const styles: Theme['styles'] = {
  plain: {},
  strong: { bold: true },
  quiet: { dimColor: true },
  accent: { color: 'cyan', bold: true },
  ok: { color: 'green' },
  warn: { color: 'yellow' },
  fail: { color: 'red', bold: true },
  added: { color: 'green' },
  removed: { color: 'red' },
  hunk: { color: 'cyan' },
  match: { inverse: true },
};

/** Only signs that the Linux console's own font has (code page 437): it needs no theme of its own. */
const unicodeFigures: Figures = {
  pointer: '►',
  radioOn: '(•)',
  radioOff: '( )',
  boxOn: '[x]',
  boxOff: '[ ]',
  bullet: '•',
  ellipsis: '…',
  ruleDone: '═',
  ruleAhead: '─',
  divider: '│',
  above: '▲',
  below: '▼',
};

const asciiFigures: Figures = {
  pointer: '>',
  radioOn: '(*)',
  radioOff: '( )',
  boxOn: '[x]',
  boxOff: '[ ]',
  bullet: '-',
  ellipsis: '...',
  ruleDone: '=',
  ruleAhead: '-',
  divider: '|',
  above: '^',
  below: 'v',
};

export const unicodeTheme: Theme = { unicode: true, figures: unicodeFigures, styles };
export const asciiTheme: Theme = { unicode: false, figures: asciiFigures, styles };

/** By the locale, as every other program on the host decides it: the first of the three that is set. */
export function themeFor(env: Readonly<Record<string, string | undefined>>): Theme {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && /utf-?8/i.test(locale) ? unicodeTheme : asciiTheme;
}
