import { LAYOUT } from '../../host/layout.ts';
import { runningFromPidFile } from '../running-from-pid-file.ts';
import type { Service } from '../service.ts';
import { ecconfigdGaps } from './gaps.ts';
import { readRepository } from './repository.ts';
import { verifyRepository } from './verify.ts';

/** The Subversion server of the configuration: always TLS since 3.2, deprecated from 4.3.1, a package of its own in 5.x. */
export const ecconfigd: Service = {
  id: 'ecconfigd',
  choice: undefined,
  title: 'Configuration server (ecconfigd)',

  async certificate(host) {
    // A node that only pulls has neither.
    const [site, program] = await Promise.all([host.stat(LAYOUT.ecconfigdSite), host.stat(LAYOUT.ecconfigdProgram)]);
    if (site?.kind !== 'directory' || program === undefined) return undefined;
    const [key, certificate] = [`${LAYOUT.ecconfigdSite}/server.key`, `${LAYOUT.ecconfigdSite}/server.crt`] as const;
    return {
      key: key as typeof LAYOUT.ecconfigdSite,
      certificate: certificate as typeof LAYOUT.ecconfigdSite,
      owner: 'ecuser',
      group: 'ecuser',
    };
  },

  /** By loopback: the name of the URL may lead to another address of this machine, or to a virtual one. */
  async endpoints(host) {
    const place = await this.certificate(host);
    if (place === undefined || (await host.stat(place.certificate)) === undefined) return { tls: [], plain: [] };
    const repository = await readRepository(host);
    return { tls: [{ host: '127.0.0.1', port: repository?.port ?? 2027, starttls: 'none' }], plain: [] };
  },

  running: (host) => runningFromPidFile(host, LAYOUT.ecconfigdPid, 'ecconfigd'),

  async test() {
    return undefined;
  },

  async control(host, action) {
    if ((await host.stat(LAYOUT.ecconfigdInit)) === undefined) return undefined;
    // The script tries for up to a minute.
    return { program: LAYOUT.ecconfigdInit, args: [action === 'reload' ? 'restart' : action], timeoutMs: 120_000 };
  },

  async renewal() {
    return 'restart';
  },

  gaps: ecconfigdGaps,

  verify(host) {
    return verifyRepository(host, this);
  },

  async interrupts() {
    return ['Nodes that fetch their configuration at this moment get an error, and try again within a minute'];
  },
};
