import { settingsIn } from '../config/ecelerity/read.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { readText } from '../host/text.ts';
import { type HostPath, joinPath } from '../model/paths.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { editText, putDirectory, putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

const OTHERS = ['postfix', 'sendmail', 'exim', 'exim4', 'qmail'];
const TIMEOUT_MS = 2_000;

export const otherMtaOnPort25: Symptom = {
  id: 'other-mta-on-port-25',
  title: 'Another mail server takes port 25',
  meaning:
    'Most systems come with one that starts with the machine. Only one program can have port 25: Momentum does not start, or never gets the mail.',
  words: ['port 25', 'sendmail', 'postfix', 'exim', 'address already in use', 'does not start', 'installation fails', 'MTA'],
  messages: [
    { pattern: /Address already in use/i, example: 'Address already in use' },
    { pattern: /\b220 \S+ ESMTP (?:Postfix|Sendmail|Exim)/i, example: '220 mail1.example.com ESMTP Postfix' },
  ],
  concerns: { roles: ['mta'] },
  beforeInstall: true,
  async check(host, { present }) {
    const started = await startedOthers(host);
    const banner = host.root === '/' && !present ? await listensOn25(host) : undefined;
    if (started.length === 0 && banner === undefined) return ruledOut(this, 'No other mail server starts with this machine');
    const listen = present ? await ownListen(host) : 'the installation will make Momentum listen on it';
    const evidence = [
      ...started.map(({ path }) => `${path} starts it with the machine`),
      ...(banner === undefined ? [] : [`port 25 answers: ${banner}`]),
      ...(listen === undefined ? [] : [listen]),
    ];
    const names = [...new Set(started.map(({ name }) => name))];
    return [
      {
        id: this.id,
        status: listen === undefined ? 'warn' : 'fail',
        what: `${names.join(', ') || 'Another program'} takes port 25${listen === undefined ? '; Momentum listens elsewhere here' : ', which Momentum is to have'}`,
        evidence,
        remedy: {
          steps: [
            ...names.flatMap((name) => [
              `Stop ${name} for good: service ${name} stop; chkconfig ${name} off`,
              `With systemd: systemctl disable --now ${name}`,
            ]),
            ...this.steps,
          ],
        },
      },
    ];
  },
  steps: ['Look who listens: ss -ltnp sport = :25', 'On Solaris: svcadm disable sendmail', 'Then start Momentum'],
  faults: [
    {
      what: 'postfix starts with the machine',
      byHand: 'it may be in use, with mail in its queue',
      make: async (host) => {
        const wants = LAYOUT.startDirectories[0];
        return [
          ...(await listenOn25(host)),
          putDirectory(wants),
          ...(await putText(host, joinPath(wants, 'postfix.service'), '[Service]\nExecStart=/usr/sbin/postfix start\n')),
        ];
      },
    },
    {
      what: 'sendmail starts with the machine, in an old one',
      byHand: 'it may be in use, with mail in its queue',
      make: async (host) => {
        const level = LAYOUT.startDirectories[2];
        return [
          ...(await listenOn25(host)),
          putDirectory(level),
          ...(await putText(host, joinPath(level, 'S80sendmail'), '#!/bin/sh\n', { mode: 0o755 })),
        ];
      },
    },
  ],
};

interface Started {
  readonly name: string;
  readonly path: HostPath;
}

async function startedOthers(host: Host): Promise<readonly Started[]> {
  const found = await Promise.all(
    LAYOUT.startDirectories.map(async (directory) =>
      ((await host.list(directory).catch(() => undefined)) ?? []).flatMap((entry) => {
        const name = entry.replace(/^S\d\d/, '').replace(/\.service$/, '');
        return OTHERS.includes(name) && !entry.startsWith('K') ? [{ name, path: joinPath(directory, entry) }] : [];
      }),
    ),
  );
  const all = found.flat();
  // A postfix without an SMTP server delivers what this machine has to say, and listens nowhere.
  return (await listens(host)) ? all : all.filter(({ name }) => name !== 'postfix');
}

async function listens(host: Host): Promise<boolean> {
  const master = await readText(host, LAYOUT.postfixMaster).catch(() => undefined);
  return master === undefined || /^(?:\S+:)?(?:smtp|25)\s+inet\s/m.test(master);
}

/** Where Momentum's own configuration has port 25; undefined where it does not. */
async function ownListen(host: Host): Promise<string | undefined> {
  const server = await readMailServer(host);
  const listener = server?.global.child('esmtp_listener');
  if (server === undefined || listener === undefined) return undefined;
  const listen = [...listener.children()].find(
    (scope) =>
      scope.keyword === 'listen' &&
      /(?:^|:)25$/.test(scope.instance ?? '') &&
      !/^(?:false|off|0|disabled)$/i.test(settingsIn(server, scope, 'enable').at(-1)?.value ?? ''),
  );
  return listen === undefined ? undefined : `ESMTP_Listener has Listen "${listen.instance}"`;
}

/** Asked of the running machine alone: a tree's ports are those of another one. */
async function listensOn25(host: Host): Promise<string | undefined> {
  const socket = await host.connect({ host: '127.0.0.1', port: 25, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
  if (socket === undefined) return undefined;
  return new Promise((resolve) => {
    const done = (said: string) => {
      socket.destroy();
      resolve(said);
    };
    socket.setTimeout(TIMEOUT_MS, () => done('it takes connections'));
    socket.once('data', (data) => done(data.toString('latin1').split('\r\n')[0]?.slice(0, 100) ?? ''));
    socket.once('error', () => done('it takes connections'));
    socket.once('end', () => done('it takes connections'));
  });
}

function listenOn25(host: Host) {
  return editText(host, LAYOUT.ecelerityConf, (text) =>
    text.replace('  Listen_Backlog = 500\n', '  Listen_Backlog = 500\n  Listen "*:25" { }\n'),
  );
}
