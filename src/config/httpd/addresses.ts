/** What Listen and VirtualHost name. `address` is as written, without the brackets of IPv6; undefined where there is only a port. */
export interface AddressPort {
  readonly address: string | undefined;
  /** Undefined: any port. */
  readonly port: number | undefined;
}

/**
 * Takes `443`, `1.2.3.4:443`, `[::1]:443`, `host:443`, `*:443`, `_default_:443` or `host` apart, as
 * apr_parse_addr_port; `*` as a port is any. Undefined where the port is none.
 */
export function parseAddressPort(text: string): AddressPort | undefined {
  if (/^[0-9]+$/.test(text)) return withPort(undefined, text);
  const colon = text.startsWith('[') ? text.indexOf(']:') + 1 : text.lastIndexOf(':');
  // Several colons without brackets are an IPv6 address that has no port.
  if (colon <= 0 || (!text.startsWith('[') && text.indexOf(':') !== colon)) return { address: bare(text), port: undefined };
  const address = bare(text.slice(0, colon));
  const port = text.slice(colon + 1);
  return port === '*' ? { address, port: undefined } : withPort(address, port);
}

function withPort(address: string | undefined, digits: string): AddressPort | undefined {
  const port = /^[0-9]{1,5}$/.test(digits) ? Number(digits) : 0;
  return port >= 1 && port <= 65535 ? { address, port } : undefined;
}

function bare(address: string): string {
  return address.startsWith('[') && address.endsWith(']') ? address.slice(1, -1) : address;
}
