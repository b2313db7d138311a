import type { Listen } from '../config/httpd/listens.ts';
import { LAYOUT } from '../host/layout.ts';
import { readMailServer } from '../services/ecelerity/configuration.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { editText } from './change.ts';
import { LOADING } from './configuration/loading.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { type MailListen, mailListens } from './web-ui/mail-listens.ts';

export const webUiPortShared: Symptom = {
  id: 'web-ui-port-shared',
  title: 'The web UI and the mail server are to listen on the same port',
  meaning:
    'The first of the two to start has the port, and the other one does not start, or not there. After a restart of the host it may be the other way round.',
  words: [
    'address already in use',
    'port taken',
    'could not bind',
    'HTTP_Listener',
    'web console',
    'does not start',
    'after reboot',
  ],
  messages: [
    {
      pattern: /Address already in use: (?:AH00072: )?make_sock: could not bind to address/i,
      example: '(98)Address already in use: make_sock: could not bind to address 127.0.0.1:443',
    },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  explains: ['ecwebui-not-running'],
  async check(host) {
    const [webUi, server] = [await readWebUi(host), await readMailServer(host)];
    if (webUi === undefined || server === undefined) return [];
    const mail = mailListens(server);
    const opened = webUi.listens.filter(({ node }) => node.active === true);
    const pairs = opened.flatMap((web) => mail.filter((one) => isSamePlace(web, one)).map((one) => ({ web, one })));
    if (pairs.length === 0) return ruledOut(this, 'The web UI and the mail server listen on different ports');
    const ports = [...new Set(pairs.map(({ web }) => web.port))].join(', ');
    return [
      {
        id: this.id,
        status: 'fail',
        what: `The web UI and the mail server are both to listen on port ${ports}`,
        evidence: [
          ...new Set(
            pairs.flatMap(({ web, one }) => [
              `${web.file}:${web.line}: Listen ${written(web)}`,
              `${one.place}: ${one.keyword} ${written(one)}`,
            ]),
          ),
        ],
        remedy: {
          steps: [
            `Give one of the two another port: the web UI in ${webUi.conf} (for TLS answer another webUi.httpsPort), or the mail server in its listener`,
            ...LOADING,
            `Then start the web UI: ${LAYOUT.webUiInit} restart`,
          ],
        },
      },
    ];
  },
  steps: [],
  faults: [
    {
      what: "the mail server's HTTP_Listener got the port of the web UI",
      byHand: 'which of the two moves is for a person to say',
      make: async (host) => {
        const port = (await readWebUi(host))?.listens[0]?.port;
        return editText(host, LAYOUT.ecelerityConf, (text) =>
          text.replace(/(HTTP_Listener \{\n\s*Listen "127\.0\.0\.1:)\d+"/, `$1${port}"`),
        );
      },
    },
  ],
};

function isSamePlace(web: Pick<Listen, 'address' | 'port'>, mail: MailListen): boolean {
  return web.port === mail.port && (web.address === undefined || mail.address === undefined || web.address === mail.address);
}

function written({ address, port }: { readonly address: string | undefined; readonly port: number }): string {
  return `${address === undefined ? '*' : address.includes(':') ? `[${address}]` : address}:${port}`;
}
