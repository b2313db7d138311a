import { LAYOUT } from '../../host/layout.ts';
import type { Endpoint, Service } from '../service.ts';
import { runningWebUi } from './running.ts';
import { webUiListeners } from './versions.ts';
import { reachableAddress, readWebUi } from './web-ui.ts';

/** The web UI's Apache of Momentum 3.2 to 3.6. */
export const ecwebui: Service = {
  id: 'ecwebui',
  choice: 'webUiSsl',
  title: 'Web UI (ecwebui)',

  async certificate(host) {
    const webUi = await readWebUi(host);
    // create_ssl_cert gives both to ecuser, which httpd serves as.
    return webUi && { key: webUi.key, certificate: webUi.certificate, owner: 'ecuser', group: 'ecuser' };
  },

  async endpoints(host) {
    const webUi = await readWebUi(host);
    const toEndpoint = (listen: { address: string | undefined; port: number }): Endpoint => ({
      host: reachableAddress(listen),
      port: listen.port,
      starttls: 'none',
    });
    return { tls: (webUi?.tls ?? []).map(toEndpoint), plain: (webUi?.plain ?? []).map(toEndpoint) };
  },

  tlsListeners: webUiListeners,
  running: runningWebUi,

  /** Finds syntax and missing files; a key that does not match passes it. */
  async test(host) {
    const program = LAYOUT.apacheProgram;
    if ((await host.stat(program)) === undefined) return undefined;
    return { program, args: ['-t', '-f', { path: LAYOUT.webUiConf }], timeoutMs: 30_000 };
  },

  async control(host, action) {
    if ((await host.stat(LAYOUT.webUiInit)) === undefined) return undefined;
    return { program: LAYOUT.webUiInit, args: [action === 'reload' ? 'restart' : action], timeoutMs: 60_000 };
  },

  /** httpd takes it up at a graceful restart too, but the init script knows none. */
  async renewal() {
    return 'restart';
  },

  async interrupts() {
    return ['Requests that are being answered end; whoever is logged in stays so'];
  },
};
