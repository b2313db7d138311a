import { everyNode } from '../../config/httpd/tree.ts';
import type { Host } from '../../host/host.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change } from '../../plan/change.ts';
import { ignoresChain, readApache } from '../../services/ecwebui/apache.ts';
import { readWebUi, type WebUi } from '../../services/ecwebui/web-ui.ts';
import { editFile } from '../blocks.ts';
import { CHAIN_FILE, nameChain, SSL_INCLUDE } from '../web-ui-ssl/include-file.ts';
import type { PairTarget } from './handed-pair.ts';

/** The web UI of an Apache that sends a chain only where it is named; undefined for every other service and Apache. */
async function silentAbout(host: Host, { service }: Pick<PairTarget, 'service'>): Promise<WebUi | undefined> {
  const webUi = service.id === 'ecwebui' ? await readWebUi(host) : undefined;
  return webUi !== undefined && ignoresChain(await readApache(host, webUi)) ? webUi : undefined;
}

/** Virtual hosts of the operator's own that would keep the chain to themselves. */
export async function chainNotSent(
  host: Host,
  target: Pick<PairTarget, 'service'>,
  pems: readonly string[],
): Promise<readonly Finding[]> {
  const webUi = pems.length > 1 ? await silentAbout(host, target) : undefined;
  const silent = (webUi?.hosts ?? []).filter(
    ({ sslEngine, file, body }) =>
      sslEngine && file !== SSL_INCLUDE && ![...everyNode(body)].some(({ name }) => name === CHAIN_FILE.toLowerCase()),
  );
  if (silent.length === 0) return [];
  const what = 'This Apache (before 2.4.8) sends no chain from SSLCertificateFile';
  const evidence = silent.map(({ file, line }) => `${file}:${line}`);
  return [{ id: 'import-chain', status: 'warn', what, evidence, remedy: { steps: [`Name the chain in ${CHAIN_FILE} too`] } }];
}

/** The virtual hosts of ours as an apply would write them for such a pair: with its chain, or without one. */
export async function chainInOurs(host: Host, target: PairTarget, pems: readonly string[]): Promise<readonly Change[]> {
  if ((await silentAbout(host, target)) === undefined || (await host.stat(SSL_INCLUDE)) === undefined) return [];
  const why = pems.length > 1 ? 'This Apache sends a chain only where it is named' : 'There is no chain any more';
  const { choice, affects } = target;
  return editFile(host, { path: SSL_INCLUDE, choice, why, affects }, (text) => nameChain(text, pems.length > 1));
}
