import { MASK } from '../host/secrets.ts';

/** Names of settings that hold what opens a door, in whatever dialect: `AuthPassword`, `ldapbindpasswd`, `x-bindpw`, `api_key`. */
const NAME =
  '[\\w.-]{0,64}(?:passw|passphra|passcode|pass\\b|pwd?\\b|secret|token|community|api_?-?key|bearer|authorization)[\\w.-]{0,64}';

/** Called like one, and only says how something is done. */
const HARMLESS = /^(?:password_encryption|ServerTokens)$/i;

/** Everything behind such a name, to the end of the line: a value of any syntax, and what a comment says of it. */
const BETWEEN = `(?:["'\\])}]*\\s*(?:=>|[=:])\\s*|["'\\])},;]*[^\\S\\n]+|["'\\])},>]+)`;
const SETTING = new RegExp(`(${NAME})(${BETWEEN})(\\S[^\\n]*)`, 'gi');
/** In sentences only an assignment is one: a finding may speak of passwords. */
const ASSIGNMENT = new RegExp(`(${NAME})(["']?\\s*(?:=>|=)\\s*)(\\S[^\\n]*)`, 'gi');

/** Hashes of passwords, as crypt, PostgreSQL, LDAP and Apache write them. */
const HASHES = [
  /SCRAM-SHA-\d+\$\S+/g,
  /\bmd5[0-9a-f]{32}\b/gi,
  /\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2\w*|pbkdf2\S*?)\$[^\s:"']+/g,
  /\{(?:S?SHA\d*|SMD5|MD5|CRYPT|PBKDF2\S*?)\}[A-Za-z0-9+/=$.]+/gi,
];

const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** As long as a line of a key, with capitals, small letters and digits: no path and no checksum in hex. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}={0,2}/g;

/** The most lines that a quoted value goes on over. */
const MOST_LINES = 20;

/**
 * A text that may be handed on: whatever looks like a password, a key or a hash of one is masked, and rather too much than
 * too little. `file`: a configuration, where a name and its value need no `=` between them; else sentences.
 */
export function redact(text: string, kind: 'file' | 'sentences'): string {
  let safe = text.replace(PRIVATE_KEY, '(private key)').replace(/:\/\/([^\s/@:"']*):[^\s/@"']+@/g, `://$1:${MASK}@`);
  for (const hash of HASHES) safe = safe.replace(hash, MASK);
  safe = safe.replace(BASE64, (run) => (isKeyMaterial(run) ? '(base64)' : run));
  const masked =
    kind === 'file'
      ? maskSettings(safe)
      : safe.replace(ASSIGNMENT, (whole: string, name: string, between: string) => maskOne(whole, name, between));
  return masked;
}

function maskOne(whole: string, name: string, between: string): string {
  return HARMLESS.test(name) ? whole : `${name}${between}${MASK}`;
}

/** A value in quotes may go on over lines: they go with it. */
function maskSettings(text: string): string {
  let left = text;
  let safe = '';
  for (;;) {
    SETTING.lastIndex = 0;
    const found = SETTING.exec(left);
    if (found === null) return safe + left;
    const [whole, name = '', between = '', value = ''] = found;
    let end = found.index + whole.length;
    if (!HARMLESS.test(name) && isOpen(value)) end = closingQuote(left, end);
    safe += left.slice(0, found.index) + maskOne(whole, name, between);
    left = left.slice(end);
  }
}

function isOpen(value: string): boolean {
  return (value.replaceAll('\\"', '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function closingQuote(text: string, from: number): number {
  let end = from;
  for (let lines = 0; lines < MOST_LINES && end < text.length; lines += 1) {
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end, next < 0 ? text.length : next);
    end += line.length;
    if (isOpen(line)) return end;
  }
  // Nothing closes it: it was a sign of the value, and no quote.
  return from;
}

function isKeyMaterial(run: string): boolean {
  const slashes = run.split('/').length - 1;
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) && slashes < run.length / 8;
}
