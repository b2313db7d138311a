import type { Host } from '../../host/host.ts';
import { LAYOUT } from '../../host/layout.ts';
import { readText } from '../../host/text.ts';
import type { HostPath } from '../../model/paths.ts';

/** Where this host's clients get the configuration from. */
export interface Repository {
  readonly url: string;
  /** As the URL writes it: what the certificate has to be for. */
  readonly host: string;
  readonly port: number;
  /** What says so. */
  readonly from: HostPath;
}

/** ecconfigd's port where the URL names none: it is not HTTPS's own. */
const DEFAULT_PORT = 2027;

/** `repo=` of cluster.boot, else what the working copy was checked out from; undefined where neither tells. */
export async function readRepository(host: Host): Promise<Repository | undefined> {
  const boot = await readText(host, LAYOUT.clusterBoot).catch(() => undefined);
  const told = /^\s*repo\s*=\s*"?([^"\s]+)/m.exec(boot ?? '')?.[1];
  return told === undefined ? fromWorkingCopy(host) : parse(told, LAYOUT.clusterBoot);
}

async function fromWorkingCopy(host: Host): Promise<Repository | undefined> {
  const copy = `${LAYOUT.eceleritySettings}/conf` as HostPath;
  if ((await host.stat(LAYOUT.svn)) === undefined || (await host.stat(copy)) === undefined) return undefined;
  const answer = await host.ask({ program: LAYOUT.svn, args: ['info', { path: copy }], account: 'ecuser' });
  const url = /^URL: (\S+)$/m.exec(answer.stdout)?.[1];
  return url === undefined ? undefined : parse(url, copy);
}

function parse(url: string, from: HostPath): Repository | undefined {
  try {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    return host === '' ? undefined : { url, host, port: Number(port) || DEFAULT_PORT, from };
  } catch {
    return undefined;
  }
}
