import type { Listen } from '../../config/httpd/listens.ts';
import type { Splice } from '../../config/splice.ts';
import { LAYOUT } from '../../host/layout.ts';
import { type HostPath, joinPath, parentOf } from '../../model/paths.ts';
import type { WebUi } from '../../services/ecwebui/web-ui.ts';

/** Our own files beside httpd.conf: all of the choice is in them, but for the lines that include them. */
export const SSL_INCLUDE = joinPath(parentOf(LAYOUT.webUiConf), 'momentum-secure-ssl.conf');
export const REDIRECT_INCLUDE = joinPath(parentOf(LAYOUT.webUiConf), 'momentum-secure-redirect.conf');

/** Where Apache before 2.4.8 has the chain named. */
export const CHAIN_FILE = 'SSLCertificateChainFile';

/** The virtual hosts for TLS of a site that has none: one for each plain one, or one for the main server. */
export interface TlsHosts {
  readonly certificate: HostPath;
  readonly key: HostPath;
  /** The certificate's file goes on with its chain, and this Apache (before 2.4.8) sends that only where it is named. */
  readonly chain: boolean;
  readonly protocol: string;
  /** Apache 2.2 tells virtual hosts of one address apart only where it is told to. */
  readonly nameVirtualHost: boolean;
  readonly hosts: readonly TlsHost[];
}

interface TlsHost {
  readonly serverName: string;
  /** Directives of the plain virtual host that the TLS one repeats; empty where the main server answers. */
  readonly copied: readonly string[];
  readonly inheritRewrite: boolean;
}

export interface SslSite {
  readonly port: number;
  readonly serverName: string;
  /** By what plain HTTP is redirected. */
  readonly redirectBy: 'rewrite' | 'alias';
  /** For a LoadModule line; undefined where mod_ssl is there already. */
  readonly loadModule: string | undefined;
  /** Sockets to open: one for each plain one, on the same address. */
  readonly listens: readonly Pick<Listen, 'address' | 'port'>[];
  /** Undefined where the configuration has an SSL virtual host of its own: ours would be a second one on its port. */
  readonly tls: TlsHosts | undefined;
  /** Ports of the main server to redirect. */
  readonly redirect: readonly number[];
}

const HEAD = [
  '# Written by momentum-secure for the choice webUiSsl. It is replaced when the choice',
  '# changes and removed when it is turned off: put lines of your own into httpd.conf.',
];

/** The one file of ours; undefined where there is nothing to say in it. */
export function renderSslSite(site: SslSite): string | undefined {
  const { loadModule, listens, tls, redirect } = site;
  const blocks = [
    loadModule === undefined ? [] : [`LoadModule ssl_module "${loadModule}"`],
    listens.map(({ address, port }) => `Listen ${address === undefined ? '' : `${bracketed(address)}:`}${port}`),
    tls?.nameVirtualHost ? [`NameVirtualHost *:${site.port}`] : [],
    ...(tls?.hosts ?? []).map((host) => tlsHost(site.port, tls as TlsHosts, host)),
    ...redirect.map((port) => redirectHost(port, site)),
  ].filter((block) => block.length > 0);
  return blocks.length === 0 ? undefined : `${[HEAD, ...blocks].map((block) => block.join('\n')).join('\n\n')}\n`;
}

function tlsHost(port: number, tls: TlsHosts, { serverName, copied, inheritRewrite }: TlsHost): readonly string[] {
  return [
    // `*` and not `_default_`: on Solaris Apache fails to resolve the latter (Momentum's page on Solaris).
    `<VirtualHost *:${port}>`,
    `    ServerName ${bracketed(serverName)}`,
    '    SSLEngine on',
    `    SSLCertificateFile "${tls.certificate}"`,
    // Of a file that is named for both, mod_ssl leaves the first certificate out of the chain.
    ...(tls.chain ? [`    ${CHAIN_FILE} "${tls.certificate}"`] : []),
    `    SSLCertificateKeyFile "${tls.key}"`,
    `    SSLProtocol ${tls.protocol}`,
    // Rules of the main server do not reach a virtual host by themselves (mod_rewrite, RewriteOptions).
    ...(inheritRewrite ? ['    RewriteEngine On', '    RewriteOptions Inherit'] : []),
    ...copied,
    '</VirtualHost>',
  ];
}

/** What makes a file of ours name the chain of its certificates, or name none. */
export function nameChain(text: string, chain: boolean): readonly Splice[] {
  const found = text.matchAll(/^( *)SSLCertificateFile (.*)\n(?: *SSLCertificateChainFile .*\n)?/gm);
  return [...found].flatMap((match) => {
    const [whole, indent, file] = match;
    const wanted = `${indent}SSLCertificateFile ${file}\n${chain ? `${indent}${CHAIN_FILE} ${file}\n` : ''}`;
    return wanted === whole ? [] : [{ start: match.index, end: match.index + whole.length, text: wanted }];
  });
}

/** A virtual host of ours takes the main server's plain port over, and answers with the way to TLS. */
function redirectHost(port: number, site: SslSite): readonly string[] {
  return [
    `<VirtualHost *:${port}>`,
    `    ServerName ${bracketed(site.serverName)}`,
    ...redirectLines(site).map((line) => `    ${line}`),
    '</VirtualHost>',
  ];
}

/** What stands in the plain virtual hosts of the operator's own, by way of an Include. */
export function renderRedirect(site: SslSite): string {
  return `${[...HEAD, ...redirectLines(site)].join('\n')}\n`;
}

/**
 * 302 and not 301: a browser keeps a permanent one after the choice is turned off. By mod_rewrite
 * where it is there, since its rules run before mod_alias, and it keeps the name that was asked for.
 */
function redirectLines({ port, serverName, redirectBy }: SslSite): readonly string[] {
  const suffix = port === 443 ? '' : `:${port}`;
  if (redirectBy === 'alias') return [`Redirect 302 / https://${bracketed(serverName)}${suffix}/`];
  return ['RewriteEngine On', `RewriteRule ^/?(.*)$ https://%{SERVER_NAME}${suffix}/$1 [R=302,L]`];
}

/** The sockets for TLS: where plain text is served, but on the other port; those open already left out. */
export function tlsListens(webUi: WebUi, port: number): readonly Pick<Listen, 'address' | 'port'>[] {
  const plain = webUi.plain.filter((listen) => listen.port !== port);
  const wanted = new Map(plain.map(({ address }) => [address ?? '', { address, port }]));
  // A socket for every address includes the single ones: httpd fails to open both.
  if (wanted.has('')) return webUi.listens.some((listen) => listen.port === port) ? [] : [{ address: undefined, port }];
  return [...wanted.values()].filter(
    ({ address }) => !webUi.listens.some((listen) => listen.port === port && listen.address === address),
  );
}

function bracketed(name: string): string {
  return name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
}
