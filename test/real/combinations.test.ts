import { describe, expect, test } from 'vitest';
import { run, sharedTree, type Tree } from './support.ts';

const CONF = 'opt/msys/ecelerity/etc/conf/default/ecelerity.conf';

/** What can be answered, a row a choice; the first of each is how a stock tree is. */
const VALUES = {
  databaseSsl: ['off', 'offer', 'require'],
  webUiSsl: ['off', 'offer', 'require'],
  tls: [
    { inbound: null, outbound: null },
    { inbound: 'poodle-fix', outbound: 'poodle-fix' },
  ],
  dhe: [null, { enabled: true, parameters: 'ffdhe2048' }],
  encryptedPasswords: [false, true],
} as const;

type Key = keyof typeof VALUES;
/** The number of the value of each choice. */
type State = Readonly<Record<Key, number>>;

const KEYS = Object.keys(VALUES) as Key[];
/** All three write to ecelerity.conf. */
const SHARING: readonly Key[] = ['tls', 'dhe', 'encryptedPasswords'];
const ALL_OFF = stateOf(() => 0);
const ALL_ON = stateOf((key) => VALUES[key].length - 1);

function stateOf(pick: (key: Key) => number): State {
  return Object.fromEntries(KEYS.map((key) => [key, pick(key)])) as Record<Key, number>;
}

function everyState(): readonly State[] {
  return KEYS.reduce<readonly Partial<State>[]>(
    (states, key) => states.flatMap((state) => VALUES[key].map((_, index) => ({ ...state, [key]: index }))),
    [{}],
  ) as readonly State[];
}

/** Every value of one choice before, with every value of another (or the same) after; and at once where they share a file. */
function pairsOf(before: State, after: State): readonly string[] {
  return KEYS.flatMap((one) =>
    KEYS.flatMap((other) => [
      `${one}=${before[one]} then ${other}=${after[other]}`,
      ...(one < other && SHARING.includes(one) && SHARING.includes(other)
        ? [`${one}=${after[one]} with ${other}=${after[other]}`]
        : []),
    ]),
  );
}

/**
 * From all off through states so that each value of each choice has come before each value of each, and beside
 * each of those that share its file, and back. COMBINATIONS=all goes through every state there is, besides.
 */
function route(): readonly State[] {
  const states = everyState();
  const missing = new Set(states.flatMap((before) => states.flatMap((after) => pairsOf(before, after))));
  const walked: State[] = [];
  let here = ALL_OFF;
  const go = (next: State) => {
    for (const pair of pairsOf(here, next)) missing.delete(pair);
    walked.push(next);
    here = next;
  };
  while (missing.size > 0) {
    // What the step itself brings, and then what could come after it: there is always one that brings something.
    const gain = (state: State) => pairsOf(here, state).filter((pair) => missing.has(pair)).length * 1000 + ahead(state);
    const ahead = (state: State) =>
      KEYS.flatMap((key) => [...missing].filter((pair) => pair.startsWith(`${key}=${state[key]} `))).length;
    const gains = states.map(gain);
    go(states[gains.indexOf(Math.max(...gains))] as State);
  }
  if (process.env.COMBINATIONS === 'all') for (const state of states) go(state);
  return [...walked, ALL_ON, ALL_OFF];
}

const answersOf = (state: State) => Object.fromEntries(KEYS.map((key) => [key, VALUES[key][state[key]]]));

describe('every choice on, off, offer and require, before and after every other', () => {
  const tree = sharedTree({ servers: true });

  async function apply(state: State): Promise<void> {
    // null is an answer of its own, not a branch of the tree of answers.
    const set = Object.entries(answersOf(state)).flatMap(([key, value]) => ['--set', `${key}=${JSON.stringify(value)}`]);
    const ran = await tree().secure('apply', '--yes', ...set);
    expect(ran.exit, JSON.stringify(answersOf(state)) + ran.out.slice(-1500) + ran.err.slice(-1500)).toBe(0);
  }

  /** What the servers, the tool and the files say, whatever the answers were. */
  async function observed() {
    const [plain, secured] = [await tree().psql('127.0.0.1', 'disable'), await tree().psql('127.0.0.1', 'require')];
    const [http, https] = [await tree().http(), await tree().curl(`https://127.0.0.1:${tree().ports.https}/`, '-k')];
    const conf = tree().read(CONF);
    return {
      database: `plain ${plain.exit} TLS ${secured.exit}`,
      webUi: `http ${http.status} https ${https.status || 'none'}`,
      tls: /^TLS_Protocols = "\+ALL:-SSLv2:-SSLv3"$/im.test(conf),
      dhe: /^tls_enable_dhe_ciphers = "true"$/im.test(conf) && /^tls_dhparams_file = /im.test(conf),
      stanza: /^securecreds \{$/m.test(conf),
      entries: (await entriesIn(tree())).length,
      overlayIsLast: conf.trimEnd().endsWith('readonly_include "/opt/msys/etc/installer/ecelerity.d/"'),
    };
  }

  const documented = (state: State) => ({
    database: ['plain 0 TLS 2', 'plain 0 TLS 0', 'plain 2 TLS 0'][state.databaseSsl],
    webUi: ['http 200 https none', 'http 200 https 200', 'http 302 https 200'][state.webUiSsl],
    tls: state.tls === 1,
    dhe: state.dhe === 1,
    stanza: state.encryptedPasswords === 1,
    entries: state.encryptedPasswords === 1 ? 5 : 0,
    overlayIsLast: true,
  });

  /** What is made anew each time left out: keys, certificates, the store. */
  const withoutSecrets = (rows: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(rows).map(([path, row]) => [
        path,
        /server\.(key|crt)$|credentials\./.test(path) ? row.replace(/\S+$/, '') : row,
      ]),
    );

  test('each state is as documented and the same by every way, and all off is every byte, mode and owner of before', {
    timeout: 600_000,
  }, async () => {
    const stock = tree().snapshot();
    const seen = new Map<string, Record<string, string>>();
    for (const state of route()) {
      await apply(state);
      const name = JSON.stringify(answersOf(state));
      expect(await observed(), name).toEqual(documented(state));
      const rows = state === ALL_OFF ? tree().snapshot() : withoutSecrets(tree().snapshot());
      if (seen.has(name)) expect(rows, name).toEqual(seen.get(name));
      seen.set(name, rows);
      if (KEYS.every((key) => state[key] === 0)) expect(tree().snapshot(), name).toEqual(stock);
    }
  });
});

async function entriesIn(tree: Tree): Promise<readonly string[]> {
  return (await run([tree.at('opt/msys/ecelerity/bin/credmgr'), 'get_cred'])).out.split('\n').filter(Boolean);
}
