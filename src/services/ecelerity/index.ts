import { effective } from '../../config/ecelerity/effective.ts';
import { elementsOf } from '../../config/ecelerity/elements.ts';
import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { parseAddressPort } from '../../config/httpd/addresses.ts';
import { LAYOUT } from '../../host/layout.ts';
import type { Endpoint, Service } from '../service.ts';
import { readMailServer } from './configuration.ts';
import { runningMailServer } from './running.ts';

/** The mail server itself. It has no pair of its own: scopes name their certificates. */
export const ecelerity: Service = {
  id: 'ecelerity',
  choice: 'tlsProtocols',
  title: 'Mail server (ecelerity)',

  async certificate() {
    return undefined;
  },

  async endpoints(host) {
    const configuration = await readMailServer(host);
    const tls =
      configuration === undefined ? [] : listensOf(configuration).flatMap((listen) => endpointOf(configuration, listen) ?? []);
    return { tls, plain: [] };
  },

  running: runningMailServer,

  /** It prints nothing at all where the configuration is invalid. */
  async test(host) {
    const program = LAYOUT.validateConfig;
    return (await host.stat(program)) === undefined
      ? undefined
      : { program, args: [], timeoutMs: 60_000, expects: 'Configuration valid' };
  },

  async control(host, action) {
    if (action === 'reload' && (await host.stat(LAYOUT.console)) !== undefined) {
      return {
        program: LAYOUT.console,
        args: [{ path: LAYOUT.controlSocket }, 'config', 'reload'],
        timeoutMs: 120_000,
        expects: 'OK',
      };
    }
    if ((await host.stat(LAYOUT.ecelerityInit)) === undefined) return undefined;
    return { program: LAYOUT.ecelerityInit, args: [action === 'reload' ? 'restart' : action], timeoutMs: 120_000 };
  },

  async interrupts(_host, action) {
    if (action === 'reload')
      return ['Clients that are sending may be answered "421 4.3.2 Reconfiguration in progress", and try again'];
    return ['Mail in transfer is cut off, and tried again by those who send it'];
  },
};

/** Every Listen of a listener that speaks TLS in some way. */
export function listensOf(configuration: Configuration): readonly Scope[] {
  const listeners = [...configuration.global.children()].filter(({ keyword }) =>
    ['esmtp_listener', 'http_listener', 'ecstream_listener'].includes(keyword),
  );
  return listeners.flatMap((listener) => [...listener.children()].filter(({ keyword }) => keyword === 'listen'));
}

/** Where a Listen is reached, and how TLS begins there; undefined where it has none. */
export function endpointOf(configuration: Configuration, listen: Scope): Endpoint | undefined {
  const value = (option: string) => effective(configuration, listen, option).value;
  if (/^(true|on|1|enabled)$/i.test(value('use_ssl') ?? '')) return reached(listen, 'none');
  const extensions = elementsOf(value('smtp_extensions') ?? '').map((element) => element.value.toUpperCase());
  return extensions.includes('STARTTLS') ? reached(listen, 'smtp') : undefined;
}

function reached(listen: Scope, starttls: Endpoint['starttls']): Endpoint | undefined {
  const place = parseAddressPort((listen.instance ?? '').replace(/^\*?:/, ''));
  if (place?.port === undefined) return undefined;
  const address = place.address?.replace(/^\[(.*)\]$/, '$1');
  const wildcard = address === undefined || address === '*';
  return { host: wildcard ? '127.0.0.1' : address, port: place.port, starttls };
}
