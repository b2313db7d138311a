import type { Listen } from '../../config/httpd/listens.ts';
import { everyNode } from '../../config/httpd/tree.ts';
import type { VirtualHost } from '../../config/httpd/virtual-hosts.ts';
import type { WebUi } from '../../services/ecwebui/web-ui.ts';

/** Does a virtual host send whoever comes in plain text to https? */
export function sendsToTls(virtual: VirtualHost): boolean {
  for (const { name, args } of everyNode(virtual.body)) {
    if (/^redirect/.test(name) && args.some((argument) => argument.startsWith('https://'))) return true;
    if (name === 'rewriterule' && args[1]?.startsWith('https://') === true) return true;
  }
  return false;
}

/** The virtual hosts that answer one Listen in plain text; none: the main server does. */
export function plainHostsOf(webUi: WebUi, listen: Listen): readonly VirtualHost[] {
  return webUi.hosts.filter(
    (virtual) => !virtual.sslEngine && virtual.addresses.some(({ port }) => port === undefined || port === listen.port),
  );
}

/** Listens where plain text is answered with anything else than the way to https. */
export function plainlyServed(webUi: WebUi): readonly Listen[] {
  return webUi.plain.filter((listen) => {
    const hosts = plainHostsOf(webUi, listen);
    return hosts.length === 0 || !hosts.every(sendsToTls);
  });
}
