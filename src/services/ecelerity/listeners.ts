import { effective } from '../../config/ecelerity/effective.ts';
import { elementsOf } from '../../config/ecelerity/elements.ts';
import type { Configuration } from '../../config/ecelerity/read.ts';
import type { Scope } from '../../config/ecelerity/scope.ts';
import { printPath, type ScopePath } from '../../config/ecelerity/scope-path.ts';
import { parseAddressPort } from '../../config/httpd/addresses.ts';
import { protocols } from '../../tls/protocol.ts';
import type { ConfiguredVersions, Endpoint, TlsListener } from '../service.ts';
import type { MailServer } from './ground.ts';
import { protocolsOf, versionOption } from './policy.ts';

const LISTENERS = ['esmtp_listener', 'http_listener', 'ecstream_listener'];

/** A Listen that speaks TLS in some way, and where it is reached. */
interface TlsListen {
  readonly listen: Scope;
  readonly endpoint: Endpoint;
}

/** Every Listen that offers STARTTLS or begins with TLS, in reading order. */
export function tlsListens(configuration: Configuration): readonly TlsListen[] {
  const listeners = [...configuration.global.children()].filter(({ keyword }) => LISTENERS.includes(keyword));
  const listens = listeners.flatMap((listener) => [...listener.children()].filter(({ keyword }) => keyword === 'listen'));
  return listens.flatMap((listen) => {
    const endpoint = endpointOf(configuration, listen);
    return endpoint === undefined ? [] : [{ listen, endpoint }];
  });
}

/** The same with what is configured for whoever asks from this machine. */
export function tlsListensOf(server: MailServer): readonly TlsListener[] {
  return tlsListens(server.configuration).map(({ listen, endpoint }) => ({
    ...endpoint,
    configured: configuredFor(server, listen, endpoint.host),
  }));
}

/** A client that asks an address of its own machine comes from that address: the peer stanza it meets may say otherwise. */
function configuredFor(server: MailServer, listen: Scope, client: string): ConfiguredVersions {
  const option = versionOption(server, listen);
  const path: ScopePath = [...listen.path, { keyword: 'peer', instance: client }];
  const { value, decidedBy, note } = effective(server.configuration, path, option);
  const on = protocolsOf(option, value, server.known);
  // Of all that there ever was, not only of what this Momentum knows: SSLv2 that is switched off is off.
  const allowed = protocolsOf(option, value, protocols);
  return {
    scope: printPath(listen.path),
    option,
    value: value ?? null,
    file: decidedBy?.setting.file ?? null,
    line: decidedBy?.setting.line ?? null,
    protocols: on,
    off: value === undefined ? [] : protocols.filter((protocol) => !allowed.includes(protocol)),
    note,
  };
}

/** Where a Listen is reached, and how TLS begins there; undefined where it has none. */
function endpointOf(configuration: Configuration, listen: Scope): Endpoint | undefined {
  const value = (option: string) => effective(configuration, listen, option).value;
  if (isNo(value('enable'))) return undefined;
  if (isYes(value('use_ssl'))) return reached(listen, 'none');
  const extensions = elementsOf(value('smtp_extensions') ?? '').map((element) => element.value.toUpperCase());
  return extensions.includes('STARTTLS') ? reached(listen, 'smtp') : undefined;
}

function isYes(value: string | undefined): boolean {
  return /^(true|on|1|enabled)$/i.test(value ?? '');
}

function isNo(value: string | undefined): boolean {
  return /^(false|off|0|disabled)$/i.test(value ?? '');
}

function reached(listen: Scope, starttls: Endpoint['starttls']): Endpoint | undefined {
  const place = parseAddressPort((listen.instance ?? '').replace(/^\*?:/, ''));
  if (place?.port === undefined) return undefined;
  const address = place.address?.replace(/^\[(.*)\]$/, '$1');
  const anyFour = address === undefined || address === '*' || address === '0.0.0.0';
  return { host: anyFour ? '127.0.0.1' : address === '::' ? '::1' : address, port: place.port, starttls };
}
