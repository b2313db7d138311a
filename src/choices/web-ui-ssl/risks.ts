import type { Answers } from '../../answers/answers.ts';
import { proxySigns } from '../../config/httpd/server.ts';
import type { Host } from '../../host/host.ts';
import { findMomentum } from '../../host/momentum.ts';
import type { Finding } from '../../model/finding.ts';
import { readApache, speaksTls12 } from '../../services/ecwebui/apache.ts';
import { ecwebui } from '../../services/ecwebui/index.ts';
import { readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import { sourceFindings, sourceNotUsed } from '../certificates/source-findings.ts';
import { editedSince } from '../originals.ts';
import { whyNot } from './applies.ts';
import { CHOICE, currentWebUiSsl } from './current.ts';
import { clearOurs, ownTlsPort, webUiPair } from './plan.ts';
import { plainHostsOf } from './redirects.ts';

/** What is to be known before the web UI is switched to TLS. */
export async function webUiRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const why = await whyNot(host);
  if (why !== undefined) {
    return answers.webUiSsl == null
      ? []
      : [{ id: 'web-ui-ssl-not-here', status: 'warn', what: `webUiSsl does not apply. ${why}`, evidence: [] }];
  }
  const webUi = await readWebUi(host);
  const now = (await currentWebUiSsl(host)).answer;
  const wanted = answers.webUiSsl ?? now;
  if (webUi === undefined) return [];
  const bare = (await readWebUi(host.after(await clearOurs(host)))) ?? webUi;
  const place = await ecwebui.certificate(host);
  const pair = place && webUiPair(place);
  const notUsed = pair === undefined ? [] : sourceNotUsed(answers, pair);
  if (answers.webUiSsl === 'off')
    return [...notUsed, ...ownTlsFindings(bare), ...(now === 'off' ? [] : await editedSince(host, CHOICE))];
  if (wanted === 'off') return notUsed;
  return [
    ...(pair === undefined ? [] : await sourceFindings(host, answers, pair)),
    // Includes that lead nowhere: httpd runs on what it read long ago, and would not come back from a restart.
    ...(answers.webUiSsl === undefined ? [] : webUi.tree.findings),
    ...(await moduleFindings(host, webUi, wanted === 'require')),
    ...portFindings(bare, answers.webUi?.httpsPort),
    ...(wanted === 'require' ? proxyFindings(webUi) : []),
    ...(await solarisFindings(host, bare)),
  ];
}

/** What is not ours is not taken away: a virtual host of the operator's own is more than TLS. */
function ownTlsFindings(bare: WebUi): readonly Finding[] {
  const own = bare.hosts.filter((virtual) => virtual.sslEngine);
  if (own.length === 0) return [];
  const what = 'TLS stays on for the web UI: there is an SSL virtual host of your own';
  const evidence = own.map(({ file, line }) => `${file}:${line}`);
  const steps = ['Take it out of the configuration, if the console is really to have no TLS'];
  return [{ id: 'web-ui-own-tls', status: 'warn', what, evidence, remedy: { steps } }];
}

function portFindings(bare: WebUi, asked: number | undefined): readonly Finding[] {
  const own = ownTlsPort(bare);
  if (asked === undefined || asked === own) return [];
  if (own !== undefined) {
    const what = `webUi.httpsPort ${asked} is passed over: your own SSL virtual host is on port ${own}, and stays there`;
    const steps = [`Answer ${own}, or change the port in your virtual host`];
    return [{ id: 'web-ui-port-is-set', status: 'warn', what, evidence: [], remedy: { steps } }];
  }
  const there = bare.plain.filter((listen) => listen.port === asked);
  const inUse = there.some((listen) => plainHostsOf(bare, listen).length > 0) || there.length === bare.plain.length;
  if (there.length === 0 || !inUse) return [];
  const what = `webUi.httpsPort ${asked} is where plain HTTP is served`;
  const steps = ['Answer another port'];
  const evidence = there.map(({ file, line }) => `${file}:${line}`);
  return [{ id: 'web-ui-port-is-plain', status: 'fail', what, evidence, remedy: { steps } }];
}

async function moduleFindings(host: Host, webUi: WebUi, requiring: boolean): Promise<readonly Finding[]> {
  const apache = await readApache(host, webUi);
  if (requiring && !apache.modules.has('rewrite') && !apache.modules.has('alias')) {
    const what = 'This Apache has neither mod_rewrite nor mod_alias: plain HTTP cannot be sent to TLS';
    const steps = ['Load one of them in httpd.conf, or answer offer'];
    return [{ id: 'no-redirect-module', status: 'fail', what, evidence: [webUi.conf], remedy: { steps } }];
  }
  if (!apache.modules.has('ssl') && apache.sslModule === undefined) {
    const what = 'This Apache has no mod_ssl: it cannot speak TLS';
    return [
      {
        id: 'mod-ssl-missing',
        status: 'fail',
        what,
        evidence: [webUi.serverRoot],
        remedy: { steps: ['Install mod_ssl for this Apache, or leave webUiSsl off'] },
      },
    ];
  }
  if (speaksTls12(apache)) return [];
  const seen =
    apache.openssl === undefined ? 'its OpenSSL could not be told' : `its mod_ssl was built with OpenSSL ${apache.openssl.text}`;
  const what = `The web UI's Apache may not speak TLS 1.2, and browsers of today want it: ${seen}`;
  return [
    {
      id: 'web-ui-old-tls',
      status: 'warn',
      what,
      evidence: [apache.sslModule ?? webUi.serverRoot],
      remedy: { steps: ['offer instead of require keeps plain HTTP as a way in'] },
    },
  ];
}

/** A proxy that ends TLS asks us in plain text, is sent to https, asks again in plain text: for ever. */
function proxyFindings(webUi: WebUi): readonly Finding[] {
  const signs = proxySigns(webUi.tree);
  if (signs.length === 0) return [];
  const what = 'A proxy in front seems to end TLS: a redirect of plain HTTP would send it in a circle';
  const steps = ['Use offer, or let the proxy speak https to this server'];
  return [
    {
      id: 'web-ui-proxy-loop',
      status: 'warn',
      what,
      evidence: signs.map(({ file, line, text }) => `${file}:${line}: ${text}`),
      remedy: { steps },
    },
  ];
}

async function solarisFindings(host: Host, webUi: WebUi): Promise<readonly Finding[]> {
  const { solaris } = await findMomentum(host);
  if (!solaris) return [];
  const defaults = webUi.hosts.filter((virtual) => virtual.addresses.some(({ address }) => address === '_default_'));
  const what = 'On Solaris the web console can fail to start with SSL, where its virtual host is written with _default_';
  const steps = [
    defaults.length > 0 ? '_default_ is replaced by * here' : 'The virtual host is written with *',
    'If it still fails: svcadm disable name-service-cache',
  ];
  return [
    {
      id: 'web-ui-solaris',
      status: 'warn',
      what,
      evidence: defaults.map(({ file, line }) => `${file}:${line}`),
      remedy: { steps },
    },
  ];
}
