import { commentedListens, type Listen, listens } from '../../config/httpd/listens.ts';
import { readHttpd } from '../../config/httpd/read.ts';
import { serverDirective } from '../../config/httpd/server.ts';
import type { HttpdTree } from '../../config/httpd/tree.ts';
import { type VirtualHost, virtualHosts } from '../../config/httpd/virtual-hosts.ts';
import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { configReader, readText } from '../../host/text.ts';
import { type HostPath, hostPath, joinPath } from '../../model/paths.ts';

/** What is known of the web UI's Apache from its files alone. */
export interface WebUi {
  readonly conf: HostPath;
  readonly text: string;
  readonly tree: HttpdTree;
  readonly serverRoot: HostPath;
  readonly pidFile: HostPath;
  readonly serverName: string | undefined;
  readonly listens: readonly Listen[];
  readonly hosts: readonly VirtualHost[];
  /** Listens that an SSL virtual host answers, and the others. */
  readonly tls: readonly Listen[];
  readonly plain: readonly Listen[];
  readonly key: HostPath;
  readonly certificate: HostPath;
}

/** Undefined where this tree has no Apache for a web UI: 4.x and later, or a host without that role. */
export async function readWebUi(host: Host): Promise<WebUi | undefined> {
  const text = await readText(host, LAYOUT.webUiConf);
  if (text === undefined) return undefined;
  const tree = await readHttpd(configReader(host), LAYOUT.webUiConf, { serverRoot: LAYOUT.apacheRoot });
  const serverRoot = hostPath(serverDirective(tree, 'ServerRoot')?.value ?? LAYOUT.apacheRoot);
  const named = (path: string) => joinPath(serverRoot, path);
  const hosts = virtualHosts(tree);
  const all = listens(tree);
  const isTls = (listen: Listen) =>
    hosts.some((virtual) => virtual.sslEngine && virtual.addresses.some(({ port }) => port === listen.port));
  const secure = hosts.find((virtual) => virtual.sslEngine);
  return {
    conf: LAYOUT.webUiConf,
    text,
    tree,
    serverRoot,
    pidFile: named(serverDirective(tree, 'PidFile')?.value ?? 'logs/httpd.pid'),
    serverName: serverDirective(tree, 'ServerName')?.value.replace(/:\d+$/, ''),
    listens: all,
    hosts,
    tls: all.filter(isTls),
    plain: all.filter((listen) => !isTls(listen)),
    key: named(secure?.keyFiles[0]?.value ?? `${LAYOUT.webUiSite}/server.key`),
    certificate: named(secure?.certificateFiles[0]?.value ?? `${LAYOUT.webUiSite}/server.crt`),
  };
}

/** The port to offer TLS on: the one in use, else what a commented Listen proposes, else 443. */
export function proposedHttpsPort(webUi: WebUi): number {
  const used = webUi.tls[0]?.port;
  if (used !== undefined) return used;
  const plain = new Set(webUi.plain.map((listen) => listen.port));
  const proposals = commentedListens(webUi.text).filter(({ port }) => !plain.has(port));
  return (proposals.find(({ protocol }) => protocol === 'https') ?? proposals[0])?.port ?? 443;
}

/** An address to reach a Listen on from this machine. */
export function reachableAddress({ address }: Pick<Listen, 'address'>): string {
  if (address === undefined || address === '*' || address === '0.0.0.0') return '127.0.0.1';
  if (address === '[::]' || address === '::') return '::1';
  return address.replace(/^\[(.*)\]$/, '$1');
}
