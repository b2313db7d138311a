import type { Listen } from '../config/httpd/listens.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { restartWebUi } from './web-ui/words.ts';

export const webUiPortTwice: Symptom = {
  id: 'web-ui-port-twice',
  title: "The web UI's Apache opens a port twice",
  meaning:
    'Two Listen lines are for the same address and port, or one is for every address. The second finds the port taken, and Apache does not start.',
  words: ['address already in use', 'could not bind', 'port taken', 'Listen', 'does not start', 'web console', 'apache', 'httpd'],
  messages: [
    {
      pattern: /Address already in use: make_sock: could not bind to address/i,
      example: '(98)Address already in use: make_sock: could not bind to address 0.0.0.0:443',
    },
    {
      pattern: /Address already in use: AH00072: make_sock: could not bind to address/i,
      example: '(98)Address already in use: AH00072: make_sock: could not bind to address [::]:443',
    },
    { pattern: /no listening sockets available, shutting down/i, example: 'no listening sockets available, shutting down' },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  explains: ['ecwebui-not-running'],
  async check(host) {
    const webUi = await readWebUi(host);
    if (webUi === undefined) return [];
    const pairs = doubled(webUi.listens);
    if (pairs.length === 0) return ruledOut(this, 'Every port is opened once');
    return [
      {
        id: this.id,
        status: 'fail',
        what: `Port ${[...new Set(pairs.map(({ needless }) => needless.port))].join(', ')} is opened twice: Apache does not start`,
        evidence: [...new Set(pairs.flatMap(({ counts, needless }) => [counts, needless].map(shown)))],
        remedy: {
          changes: await without(
            host,
            pairs.map(({ needless }) => needless),
          ),
          steps: [],
        },
      },
    ];
  },
  steps: [
    'Where another program has the port: ss -ltnp sport = :PORT shows which one. Stop it, or answer another webUi.httpsPort',
  ],
  faults: [
    {
      what: 'a second Listen line was added at the end',
      make: (host) => editText(host, LAYOUT.webUiConf, (text) => `${text}\n${/^Listen .*$/m.exec(text)?.[0]}\n`),
    },
    {
      what: 'TLS is offered, and a Listen line for every address was added',
      answers: { webUiSsl: 'offer', webUi: { httpsPort: 4443 } },
      make: (host) => editText(host, LAYOUT.webUiConf, (text) => `${text}\nListen 4443\n`),
    },
  ],
};

interface Doubled {
  readonly counts: Listen;
  /** Taken in by the other one. */
  readonly needless: Listen;
}

/** A single address where another line is for all of them, and of two that are for the same the later one. */
function doubled(all: readonly Listen[]): readonly Doubled[] {
  const certain = all.filter(({ node }) => node.active === true);
  return certain.flatMap((needless, index) => {
    const { port, address } = needless;
    const counts =
      certain.slice(0, index).find((one) => one.port === port && one.address === address) ??
      certain.find((one) => one.port === port && one.address === undefined && address !== undefined);
    return counts === undefined ? [] : [{ counts, needless }];
  });
}

function shown({ file, line, node }: Listen): string {
  return `${file}:${line}: ${node.node.kind === 'directive' ? node.node.text : 'Listen'}`;
}

async function without(host: Host, listens: readonly Listen[]): Promise<readonly Change[]> {
  const reason = { why: 'The port is opened by another line', affects: restartWebUi };
  const files = [...new Set(listens.map(({ file }) => file))];
  const edits = files.map((file) =>
    editText(
      host,
      file,
      (text) => {
        const nodes = new Set(listens.filter((listen) => listen.file === file).map(({ node }) => node.node));
        return applySplices(
          text,
          [...nodes].map(({ start, end }) => ({ start, end, text: '' })),
        );
      },
      reason,
    ),
  );
  return (await Promise.all(edits)).flat();
}
