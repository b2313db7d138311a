import type { Host } from '../../host/host.ts';
import { readText } from '../../host/text.ts';
import type { Finding } from '../../model/finding.ts';
import { compareLoginPages, fetchLoginPage } from '../../services/ecwebui/login-page.ts';
import { runningWebUi } from '../../services/ecwebui/running.ts';
import { reachableAddress, readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import { readCertificate } from '../../tls/certificate/read.ts';
import { handshake } from '../../tls/probe/handshake.ts';
import { httpGet } from '../../tls/probe/http.ts';
import { currentWebUiSsl } from './current.ts';

const TIMEOUT_MS = 5000;

/** The web UI serves TLS with the certificate on the disk, and sends plain HTTP there where that is required. */
export async function verifyWebUiSsl(host: Host): Promise<readonly Finding[]> {
  const { answer } = await currentWebUiSsl(host);
  const webUi = answer === undefined ? undefined : await readWebUi(host);
  if (webUi === undefined) return [];
  if ((await runningWebUi(host)).state !== 'running') {
    return [
      {
        id: 'web-ui-not-running',
        status: 'warn',
        what: 'The web UI is stopped: what it would do was not proven',
        evidence: [webUi.pidFile],
      },
    ];
  }
  const secure = await Promise.all(webUi.tls.map((listen) => speaksTls(host, webUi, listen)));
  const plain = await Promise.all(webUi.plain.map((listen) => plainHttp(host, listen, answer)));
  return [...secure, ...plain];
}

/** What the login page is now, and how to tell later whether it still is. */
export async function watchLoginPage(host: Host): Promise<(later: Host) => Promise<readonly Finding[]>> {
  const before = await fetchLoginPage(host);
  return async (later) => {
    if ((await runningWebUi(later)).state !== 'running') return [];
    return [compareLoginPages(before, await fetchLoginPage(later))];
  };
}

interface At {
  readonly address: string | undefined;
  readonly port: number;
}

async function speaksTls(host: Host, webUi: WebUi, listen: At): Promise<Finding> {
  const at = `${reachableAddress(listen)} port ${listen.port}`;
  const id = 'web-ui-tls';
  const endpoint = { host: reachableAddress(listen), port: listen.port, starttls: 'none' } as const;
  const result = await handshake((to) => host.connect(to), endpoint, { timeoutMs: TIMEOUT_MS });
  if (result.kind === 'failed') {
    const status = result.outcome === 'unknown' || result.outcome === 'timeout' ? 'warn' : 'fail';
    return { id, status, what: `The web UI did not speak TLS on ${at}: ${result.detail}`, evidence: [result.outcome] };
  }
  const reading = readCertificate((await readText(host, webUi.certificate)) ?? '');
  const served = result.fingerprint256;
  if (reading.ok && served !== reading.certificate.fingerprint256) {
    const what = `The web UI serves another certificate on ${at} than the one in ${webUi.certificate}: it has not been restarted since`;
    return {
      id: 'web-ui-certificate-served',
      status: 'fail',
      what,
      evidence: [`served ${served}`, `on disk ${reading.certificate.fingerprint256}`],
    };
  }
  return {
    id,
    status: 'pass',
    what: `The web UI speaks ${result.protocol} on ${at} with the certificate in ${webUi.certificate}`,
    evidence: [result.cipher, `SHA-256 ${served}`],
  };
}

async function plainHttp(host: Host, listen: At, mode: unknown): Promise<Finding> {
  const address = reachableAddress(listen);
  const at = `${address} port ${listen.port}`;
  const id = 'web-ui-plain';
  const authority = address.includes(':') ? `[${address}]:${listen.port}` : `${address}:${listen.port}`;
  const question = {
    host: address,
    port: listen.port,
    tls: false,
    path: '/',
    hostHeader: authority,
    timeoutMs: TIMEOUT_MS,
  } as const;
  const answer = await httpGet((to) => host.connect(to), question);
  if (answer.outcome !== 'answered') {
    return { id, status: 'warn', what: `What plain HTTP gets on ${at} could not be told`, evidence: [answer.detail] };
  }
  const location = answer.headers.location ?? '';
  const evidence = [`status ${answer.status}`, ...(location === '' ? [] : [`Location: ${location}`])];
  const redirected = answer.status >= 300 && answer.status < 400 && location.startsWith('https://');
  if (redirected) return { id, status: 'pass', what: `Plain HTTP on ${at} is sent to TLS`, evidence };
  if (mode === 'require')
    return { id, status: 'fail', what: `Plain HTTP is served on ${at}, although TLS is required`, evidence };
  return { id, status: 'warn', what: `Plain HTTP is still served on ${at}`, evidence };
}
