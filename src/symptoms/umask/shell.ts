/** A umask command of a shell script. */
export interface UmaskCommand {
  readonly mask: number;
  readonly line: number;
  /** Inside of an if, a case or a loop: it may or may not be what counts. */
  readonly conditional: boolean;
  readonly text: string;
}

/** Every umask that a script sets for the session; those of a subshell in parentheses are over with it. */
export function umaskCommands(script: string): readonly UmaskCommand[] {
  const found: UmaskCommand[] = [];
  let depth = 0;
  for (const [index, raw] of script.split('\n').entries()) {
    const text = raw.replace(/(^|\s)#.*/, '$1').trim();
    const words = text.match(/\b(?:if|case|for|while|until|select|fi|esac|done)\b/g) ?? [];
    const opened = words.filter((word) => !['fi', 'esac', 'done'].includes(word)).length;
    const inside = depth > 0 || opened > 0;
    depth = Math.max(0, depth + opened * 2 - words.length);
    for (const [, value = ''] of text
      .replace(/\([^)]*\)/g, '')
      .matchAll(/(?:^|[;&|{]\s*|\b(?:then|else|do)\s+)umask\s+(?:--\s+)?([^\s;&|}]+)/g)) {
      const mask = parseMask(value);
      if (mask !== undefined) found.push({ mask, line: index + 1, conditional: inside || /&&|\|\|/.test(text), text });
    }
  }
  return found;
}

/** What a session may end up with after the script: the last umask that is set anyhow, and those under a condition after it. */
export function lastUmasks(commands: readonly UmaskCommand[]): readonly UmaskCommand[] {
  const sure = commands.findLastIndex(({ conditional }) => !conditional);
  return commands.slice(Math.max(0, sure));
}

/** Octal, or symbolic as in u=rwx,g=rx,o= where every class is given; undefined for others. */
export function parseMask(value: string): number | undefined {
  const plain = value.replace(/^["']|["']$/g, '');
  if (/^[0-7]{1,4}$/.test(plain)) return Number.parseInt(plain, 8) & 0o777;
  let granted = 0;
  for (const clause of plain.split(',')) {
    const [, who = '', rights = ''] = /^([ugoa]*)=([rwx]*)$/.exec(clause) ?? [];
    if (!clause.includes('=')) return undefined;
    const bits = (rights.includes('r') ? 4 : 0) | (rights.includes('w') ? 2 : 0) | (rights.includes('x') ? 1 : 0);
    const classes = who === '' || who.includes('a') ? 'ugo' : who;
    for (const one of classes) granted |= bits << (one === 'u' ? 6 : one === 'g' ? 3 : 0);
  }
  return 0o777 & ~granted;
}
