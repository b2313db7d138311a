import type { Answers } from '../../answers/answers.ts';
import { proxySigns } from '../../config/httpd/server.ts';
import type { Host } from '../../host/host.ts';
import { findMomentum } from '../../host/momentum.ts';
import type { Finding } from '../../model/finding.ts';
import { readApache, speaksTls12 } from '../../services/ecwebui/apache.ts';
import { readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import { whyNot } from './applies.ts';
import { currentWebUiSsl } from './current.ts';

/** What is to be known before the web UI is switched to TLS. */
export async function webUiRisks(host: Host, answers: Answers): Promise<readonly Finding[]> {
  const why = await whyNot(host);
  if (why !== undefined) {
    return answers.webUiSsl == null
      ? []
      : [{ id: 'web-ui-ssl-not-here', status: 'warn', what: `webUiSsl does not apply. ${why}`, evidence: [] }];
  }
  const webUi = await readWebUi(host);
  const wanted = answers.webUiSsl ?? (await currentWebUiSsl(host)).answer;
  if (webUi === undefined || wanted === 'off') return [];
  return [
    ...(await moduleFindings(host, webUi)),
    ...(wanted === 'require' ? proxyFindings(webUi) : []),
    ...(await solarisFindings(host, webUi)),
  ];
}

async function moduleFindings(host: Host, webUi: WebUi): Promise<readonly Finding[]> {
  const apache = await readApache(host, webUi);
  if (!webUi.hasSsl && apache.sslModule === undefined) {
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
