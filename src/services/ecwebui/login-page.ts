import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import { type HttpAnswer, type HttpFailure, httpGet } from '../../tls/probe/http.ts';
import { reachableAddress, readWebUi, type WebUi } from './web-ui.ts';

const TIMEOUT_MS = 10_000;
const MOST_REDIRECTS = 5;

/** The page a person gets who enters the web UI's address. */
export type LoginPage =
  | {
      readonly kind: 'page';
      readonly over: 'plain text' | 'TLS';
      readonly status: number;
      readonly path: string;
      readonly title: string;
      readonly body: string;
    }
  | { readonly kind: 'none'; readonly why: string };

/** Fetches it over TLS where that is served, else in plain text; follows the redirects within the site. */
export async function fetchLoginPage(host: Host): Promise<LoginPage> {
  const webUi = await readWebUi(host);
  if (webUi === undefined) return { kind: 'none', why: 'there is no web UI here' };
  const secure = webUi.tls[0];
  const listen = secure ?? webUi.plain[0];
  if (listen === undefined) return { kind: 'none', why: 'it listens nowhere' };
  return follow(host, webUi, { host: reachableAddress(listen), port: listen.port, tls: secure !== undefined });
}

async function follow(host: Host, webUi: WebUi, at: { host: string; port: number; tls: boolean }): Promise<LoginPage> {
  let path = '/';
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const answer = await get(host, webUi, at, path);
    if (answer.outcome !== 'answered') return { kind: 'none', why: answer.detail };
    const location = answer.headers.location;
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return page(answer, path, at.tls);
    const next = new URL(location, `${at.tls ? 'https' : 'http'}://${authority(at)}${path}`);
    if (next.port !== '' && Number(next.port) !== at.port) return { kind: 'none', why: `it leads to ${next.origin}` };
    path = `${next.pathname}${next.search}`;
  }
  return { kind: 'none', why: `it redirects in a circle at ${path}` };
}

function get(
  host: Host,
  webUi: WebUi,
  at: { host: string; port: number; tls: boolean },
  path: string,
): Promise<HttpAnswer | HttpFailure> {
  const hostHeader = webUi.serverName ?? authority(at);
  return httpGet((to) => host.connect(to), {
    host: at.host,
    port: at.port,
    tls: at.tls ? {} : false,
    path,
    hostHeader,
    timeoutMs: TIMEOUT_MS,
  });
}

function authority({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function page(answer: HttpAnswer, path: string, tls: boolean): LoginPage {
  const body = answer.body.toString('latin1');
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim() ?? '';
  return { kind: 'page', over: tls ? 'TLS' : 'plain text', status: answer.status, path, title, body };
}

/** Is it the same page as before? Tokens in a form change at every call, so path, status and title decide where the bytes differ. */
export function compareLoginPages(before: LoginPage, after: LoginPage): Finding {
  const id = 'web-ui-login-page';
  if (before.kind === 'none') {
    const what = `The login page could not be fetched before (${before.why}), so nothing is compared`;
    return { id, status: 'warn', what, evidence: [] };
  }
  if (after.kind === 'none')
    return {
      id,
      status: 'fail',
      what: `The login page is gone: ${after.why}`,
      evidence: [`before: ${before.status} ${before.path}`],
    };
  const evidence = [
    `before: ${before.status} ${before.path} over ${before.over}`,
    `now: ${after.status} ${after.path} over ${after.over}`,
  ];
  if (before.body === after.body && before.status === after.status) {
    return { id, status: 'pass', what: `The login page over ${after.over} is byte for byte the one from before`, evidence };
  }
  if (before.status === after.status && before.path === after.path && before.title === after.title) {
    return { id, status: 'pass', what: `The login page "${after.title}" is the one from before`, evidence };
  }
  return {
    id,
    status: 'fail',
    what: 'The login page is another one than before: a rewrite rule or alias of the plain site is missing',
    evidence,
  };
}
