import { LAYOUT } from '../../host/layout.ts';
import type { Service } from '../service.ts';
import { readMailServer } from './configuration.ts';
import { readGround } from './ground.ts';
import { tlsListens, tlsListensOf } from './listeners.ts';
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
    return { tls: configuration === undefined ? [] : tlsListens(configuration).map(({ endpoint }) => endpoint), plain: [] };
  },

  async tlsListeners(host) {
    const server = await readGround(host);
    return server === undefined ? [] : tlsListensOf(server);
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

  async renewal() {
    return 'reload';
  },

  async interrupts(_host, action) {
    if (action === 'reload')
      return ['Clients that are sending may be answered "421 4.3.2 Reconfiguration in progress", and try again'];
    return ['Mail in transfer is cut off, and tried again by those who send it'];
  },
};
