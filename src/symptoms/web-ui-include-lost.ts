import type { Answers } from '../answers/answers.ts';
import { REDIRECT_INCLUDE, SSL_INCLUDE } from '../choices/web-ui-ssl/include-file.ts';
import { planWebUiSsl } from '../choices/web-ui-ssl/plan.ts';
import { listens } from '../config/httpd/listens.ts';
import { readHttpd } from '../config/httpd/read.ts';
import { virtualHosts } from '../config/httpd/virtual-hosts.ts';
import type { Host } from '../host/host.ts';
import { LAYOUT } from '../host/layout.ts';
import { configReader, readText } from '../host/text.ts';
import { baseName, hostPath, joinPath, parentOf } from '../model/paths.ts';
import { readWebUi } from '../services/ecwebui/web-ui.ts';
import { putText } from './change.ts';
import { ruledOut } from './ruled-out.ts';
import type { Symptom } from './symptom.ts';

export const webUiIncludeLost: Symptom = {
  id: 'web-ui-include-lost',
  title: 'The web UI lost its TLS: httpd.conf no longer includes it',
  meaning:
    'An upgrade put a new httpd.conf in place of the one that brought the virtual host for TLS in. The console is served in plain text again, or not at all where browsers ask for https.',
  words: ['upgrade', 'https', 'rpmsave', 'rpmnew', 'web console', 'connection refused', 'ssl', 'httpd.conf', 'Include'],
  messages: [
    {
      pattern: /warning: \S*ecwebui\/config\/httpd\.conf (?:saved as|created as) \S+\.rpm(?:save|new|orig)/i,
      example: 'warning: /opt/msys/ecwebui/config/httpd.conf saved as /opt/msys/ecwebui/config/httpd.conf.rpmsave',
    },
  ],
  concerns: { roles: ['web'], before: '4.0' },
  explains: ['web-ui-ssl-off', 'ecwebui-not-running'],
  async check(host) {
    const [webUi, content] = [await readWebUi(host), await readText(host, SSL_INCLUDE)];
    if (webUi === undefined || content === undefined) return [];
    if (webUi.tree.files.has(SSL_INCLUDE)) return ruledOut(this, `${webUi.conf} includes ${SSL_INCLUDE}`);
    const what = `${webUi.conf} no longer includes ${SSL_INCLUDE}, which momentum-secure made for TLS`;
    const evidence = [`${SSL_INCLUDE} is there, and is no longer in use`, ...(await leftBeside(host))];
    return [
      {
        id: this.id,
        status: 'fail',
        what,
        evidence,
        remedy: { changes: await planWebUiSsl(host, await answersOf(host)), steps: this.steps },
      },
    ];
  },
  steps: [`What else was lost from the old file: diff it with ${LAYOUT.webUiConf}`],
  faults: [
    {
      what: 'an upgrade moved httpd.conf aside and brought its own',
      answers: { webUiSsl: 'require' },
      make: async (host) => {
        const old = (await readText(host, LAYOUT.webUiConf)) ?? '';
        return [
          ...(await putText(host, LAYOUT.webUiConf, old.slice(0, old.indexOf('# momentum-secure: begin')))),
          ...(await putText(host, hostPath(`${LAYOUT.webUiConf}.rpmsave`), old)),
        ];
      },
    },
  ],
};

/** What package managers leave, with the line that is missed where it has one. */
async function leftBeside(host: Host): Promise<readonly string[]> {
  const directory = parentOf(LAYOUT.webUiConf);
  const name = baseName(LAYOUT.webUiConf);
  const names = ((await host.list(directory)) ?? []).filter((one) => one.startsWith(`${name}.`));
  const evidence: string[] = [];
  for (const one of names) {
    const path = joinPath(directory, one);
    const lines = ((await readText(host, path)) ?? '').split('\n');
    const index = lines.findIndex((line) => /^\s*Include\b/i.test(line) && line.includes(SSL_INCLUDE));
    if (index >= 0) evidence.push(`${path}:${index + 1}: ${lines[index]?.trim()}`);
  }
  return evidence;
}

/** What was answered, as our own file shows it: a virtual host of it that sends on to https is there with require alone. */
async function answersOf(host: Host): Promise<Answers> {
  const tree = await readHttpd(configReader(host), SSL_INCLUDE, { serverRoot: LAYOUT.apacheRoot });
  const hosts = virtualHosts(tree);
  const port = listens(tree)[0]?.port ?? hosts.find(({ sslEngine }) => sslEngine)?.addresses[0]?.port;
  const required = hosts.some(({ sslEngine }) => !sslEngine) || (await host.stat(REDIRECT_INCLUDE)) !== undefined;
  return { webUiSsl: required ? 'require' : 'offer', ...(port === undefined ? {} : { webUi: { httpsPort: port } }) };
}
