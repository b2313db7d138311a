/** `/.../`: a regular expression as the instance of a domain stanza. */
export function isPattern(instance: string): boolean {
  return instance.length > 2 && instance.startsWith('/') && instance.endsWith('/');
}

/** More than three repetitions, or a group that is repeated, can take longer than anybody waits. */
const SLOW = /\)[*+{]/;
/** What PCRE has and JavaScript has not, or reads otherwise. */
const FOREIGN = /\(\?[^:=!]|\(\*|\\[AQEGKRXZhz]|\[\[:|[*+?}]\+/;

/**
 * The PCRE of a stanza as a test of domain names, without regard to case. Undefined where it cannot be
 * told from here what it matches.
 */
export function compilePattern(instance: string): RegExp | undefined {
  const source = instance.slice(1, -1);
  const repeats = source.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  if (repeats > 3 || SLOW.test(source) || FOREIGN.test(source)) return undefined;
  try {
    return new RegExp(source, 'i');
  } catch {
    return undefined;
  }
}
