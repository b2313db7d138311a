import { type NamedSuite, namedSuites } from './cipher-suites.ts';

/** `unknown`: it depends on words we do not know, or on the release of OpenSSL. Only the socket can tell. */
export type Allows = 'yes' | 'no' | 'unknown';

/** Whether an OpenSSL cipher list (`tls_ciphers`; unset is DEFAULT) lets a CBC suite of TLS 1.2 or older through. */
export function allowsCbc(list?: string): Allows {
  return allows(list, (suite) => suite.cbc);
}

/** Whether it lets through a suite whose key exchange is RSA: no forward secrecy. */
export function allowsRsaKeyExchange(list?: string): Allows {
  return allows(list, (suite) => suite.rsaKeyExchange);
}

export type ForcedList = { readonly refused?: never; readonly string: string } | { readonly refused: true; readonly why: string };

/** Key exchanges without forward secrecy. Releases that do not know a name pass over it: openssl-ciphers(1). */
const notForwardSecret = ['kRSA', 'kECDH', 'kDHr', 'kDHd'];

/**
 * The list that forces forward secrecy: the given one without RSA key exchange, and without the static
 * (EC)DH of OpenSSL before 1.1.0. `!` is for good: nothing later in the list brings a suite back. Refused
 * where no suite with an ephemeral key exchange would be left.
 */
export function forceForwardSecrecy(list?: string): ForcedList {
  const base = list === undefined || list.trim() === '' ? 'DEFAULT' : list.trim();
  const present = new Set(base.split(/[:, ;]+/));
  const missing = notForwardSecret.map((word) => `!${word}`).filter((word) => !present.has(word));
  const string = [base.replace(/:+$/, ''), ...missing].join(':');
  if (allows(string, (suite) => suite.forwardSecret) !== 'no') return { string };
  return { refused: true, why: `"${base}" has no cipher with ECDHE or DHE: nothing would be left` };
}

function allows(list: string | undefined, wanted: (suite: NamedSuite) => boolean): Allows {
  const { least, most } = evaluate(list === undefined || list.trim() === '' ? 'DEFAULT' : list);
  if ([...least].some(wanted)) return 'yes';
  return [...most].some(wanted) ? 'unknown' : 'no';
}

/** The suites that are surely let through, and those that may be. */
interface Bounds {
  readonly least: ReadonlySet<NamedSuite>;
  readonly most: ReadonlySet<NamedSuite>;
}

/**
 * Left to right, as ssl_cipher_process_rulestr() in ssl/ssl_ciph.c does: a word adds, `-` takes away, `!`
 * for good, `+` only moves, `@` sorts or sets a level. DEFAULT is a word in the first place only, elsewhere it
 * means nothing. A word we do not know may mean every suite or none.
 */
function evaluate(list: string): Bounds {
  const least = new Set<NamedSuite>();
  const most = new Set<NamedSuite>();
  const killed = { surely: new Set<NamedSuite>(), maybe: new Set<NamedSuite>() };
  const elements = list.split(/[:, ;]+/).filter((element) => element !== '');
  for (const [place, element] of elements.entries()) {
    const sign = /^[-!+]/.exec(element)?.[0] ?? '';
    const words = element.slice(sign.length).split('+');
    if (sign === '+' || element.startsWith('@') || (words.includes('DEFAULT') && !(place === 0 && sign === ''))) continue;
    for (const suite of namedSuites) {
      const match = matches(suite, words);
      if (match === 'no') continue;
      if (sign === '') {
        if (match === 'yes' && suite.everywhere && !killed.maybe.has(suite)) least.add(suite);
        if (!killed.surely.has(suite)) most.add(suite);
        continue;
      }
      least.delete(suite);
      if (match === 'yes') most.delete(suite);
      if (sign === '!') killed.maybe.add(suite);
      if (sign === '!' && match === 'yes') killed.surely.add(suite);
    }
  }
  return { least, most };
}

const knownWords = new Set([
  ...namedSuites.flatMap((suite) => [...suite.words, ...suite.disputed]),
  'kDHr',
  'kDHd',
  'COMPLEMENTOFALL',
]);
/** Words for kinds of suites that none of ours is: taking those away leaves ours alone. */
const foreign = /^(k?(PSK|SRP|GOST\w*)|(k?(RSA|DHE|ECDHE)PSK)|a(PSK|SRP|GOST\w*|DH)|EXP(ORT(40|56)?)?|KRB5|k?FZA|RC2|SSLv2)$/;

function matches(suite: NamedSuite, words: readonly string[]): Allows {
  let match: Allows = 'yes';
  for (const word of words) {
    if (suite.words.has(word)) continue;
    if (suite.disputed.has(word)) match = 'unknown';
    else if (knownWords.has(word) || foreign.test(word)) return 'no';
    else match = 'unknown';
  }
  return match;
}
