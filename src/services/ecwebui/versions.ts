import type { VirtualHost } from '../../config/httpd/virtual-hosts.ts';
import type { Host } from '../../host/host.ts';
import { readApacheProtocols } from '../../tls/apache-protocols.ts';
import { protocols } from '../../tls/protocol.ts';
import type { ConfiguredVersions, TlsListener } from '../service.ts';
import { readApache } from './apache.ts';
import { reachableAddress, readWebUi, type WebUi } from './web-ui.ts';

/** What SSLProtocol says for each Listen with TLS: the first virtual host of a port answers who names none. */
export async function webUiListeners(host: Host): Promise<readonly TlsListener[]> {
  const webUi = await readWebUi(host);
  if (webUi === undefined || webUi.tls.length === 0) return [];
  const { version } = await readApache(host, webUi);
  return webUi.tls.map((listen) => {
    const virtual = answering(webUi, listen.port);
    const endpoint = { host: reachableAddress(listen), port: listen.port, starttls: 'none' } as const;
    return virtual === undefined ? endpoint : { ...endpoint, configured: configuredBy(virtual, version?.text) };
  });
}

function answering(webUi: WebUi, port: number): VirtualHost | undefined {
  return webUi.hosts.find(({ sslEngine, addresses }) => sslEngine && addresses.some((address) => address.port === port));
}

function configuredBy({ addresses, protocol }: VirtualHost, httpd: string | undefined): ConfiguredVersions {
  const said = protocol && [...readApacheProtocols(protocol.args, httpd)];
  const named = addresses.map(({ address = '*', port }) => (port === undefined ? address : `${address}:${port}`));
  return {
    scope: `VirtualHost ${named.join(' ')}`,
    option: 'SSLProtocol',
    value: protocol?.args.join(' ') ?? null,
    file: protocol?.file ?? null,
    line: protocol?.line ?? null,
    // By default "all", which had SSLv3 in it until 2.4.17.
    protocols: said ?? protocols.slice(1),
    off: said === undefined ? [] : protocols.filter((one) => !said.includes(one)),
    note: '',
  };
}
