import { SSL_INCLUDE } from '../choices/web-ui-ssl/include-file.ts';
import { planWebUiSsl } from '../choices/web-ui-ssl/plan.ts';
import { type Placed, proxySigns } from '../config/httpd/server.ts';
import { applySplices } from '../config/splice.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import type { Change } from '../plan/change.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { editText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';
import { redirectsToItself } from './web-ui/redirects.ts';
import { restartWebUi } from './web-ui/words.ts';

export const webUiRedirectLoop: Symptom = {
  id: 'web-ui-redirect-loop',
  title: 'The web console sends the browser in a circle',
  meaning:
    'A redirect to https at the level of the server, or in the virtual host for TLS itself, holds for who comes over TLS too. He is sent where he is already, until the browser gives up. A proxy that ends TLS and asks in plain text does the same.',
  words: ['too many redirects', 'redirect loop', 'web console', 'cannot log in', 'https', 'endless', 'browser', 'proxy'],
  messages: [
    { pattern: /ERR_TOO_MANY_REDIRECTS/i, example: 'ERR_TOO_MANY_REDIRECTS' },
    {
      pattern: /redirecting the request for this address in a way that will never complete/i,
      example:
        'Firefox has detected that the server is redirecting the request for this address in a way that will never complete.',
    },
    { pattern: /Maximum \(\d+\) redirects followed/i, example: 'curl: (47) Maximum (50) redirects followed' },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  async check(host) {
    const webUi = await readWebUi(host);
    if (webUi === undefined || webUi.tls.length === 0) return [];
    const circular = redirectsToItself(webUi);
    if (circular.length > 0) {
      return [
        {
          id: this.id,
          status: 'fail',
          what: 'Who comes to the web console over TLS is sent to https again, for ever',
          evidence: circular.map(shown),
          remedy: { changes: await straightened(host, circular), steps: [] },
        },
      ];
    }
    const signs = webUi.tree.files.has(SSL_INCLUDE) ? proxySigns(webUi.tree) : [];
    if (signs.length === 0) return ruledOut(this, 'No redirect to https holds for who comes over TLS');
    const what = 'A proxy in front seems to end TLS: where it asks in plain text, it is sent to https for ever';
    const steps = ['Let the proxy speak https to this server, or answer webUiSsl with offer'];
    return [
      {
        id: this.id,
        status: 'warn',
        what,
        evidence: signs.map(({ file, line, text }) => `${file}:${line}: ${text}`),
        remedy: { steps },
      },
    ];
  },
  steps: ['At a log-in with a wrong password alone: a fault of Momentum before 3.0.15, put right by an upgrade'],
  faults: [
    {
      what: 'a redirect to https was written at the level of the server',
      answers: { webUiSsl: 'offer', webUi: { httpsPort: 443 } },
      make: (host) => editText(host, LAYOUT.webUiConf, (text) => `${text}\nRedirect permanent / https://mail1.example.com/\n`),
    },
    {
      what: 'a rule at the level of the server, which the virtual host for TLS inherits',
      answers: { webUiSsl: 'offer', webUi: { httpsPort: 443 } },
      make: (host) =>
        editText(host, LAYOUT.webUiConf, (text) =>
          text.replace('RewriteEngine On\n', 'RewriteEngine On\nRewriteRule ^/?(.*)$ https://%{HTTP_HOST}/$1 [R=301,L]\n'),
        ),
    },
    {
      what: 'a rule in the virtual host for TLS sends everybody to https',
      answers: { webUiSsl: 'offer', webUi: { httpsPort: 443 } },
      make: (host) =>
        editText(host, SSL_INCLUDE, (text) =>
          text.replace(
            '    SSLEngine on\n',
            '    SSLEngine on\n    RewriteEngine On\n    RewriteRule ^ https://%{SERVER_NAME}%{REQUEST_URI} [R=301,L]\n',
          ),
        ),
    },
  ],
};

function shown({ file, line, node }: Placed): string {
  return `${file}:${line}: ${node.node.text}`;
}

/** Without the lines; what was to be sent from plain text to TLS is then, where nothing does so any more, by ours. */
async function straightened(host: Host, circular: readonly Placed[]): Promise<readonly Change[]> {
  const reason = { why: 'It also held for who came over TLS already', affects: restartWebUi };
  const files = [...new Set(circular.map(({ file }) => file))];
  const edits = files.map((file) => {
    const here = circular.filter((one) => one.file === file);
    const edit = (text: string) =>
      applySplices(
        text,
        here.map(({ node: { node } }) => ({ start: node.start, end: node.end, text: '' })),
      );
    return editText(host, file, edit, reason);
  });
  const changes = (await Promise.all(edits)).flat();
  return [...changes, ...(await planWebUiSsl(host.after(changes), { webUiSsl: 'require' }))];
}
