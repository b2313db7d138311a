import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type RunningServer, startOn } from './child.ts';
import { isRoot, type Place } from './place.ts';

export const apacheProgram = '/usr/sbin/apache2';

const modules = ['mpm_event', 'authz_core', 'socache_shmcb', 'ssl'];

export interface ApacheSite {
  /** The arguments of SSLProtocol. */
  readonly protocols: string;
  /** By default all ciphers, at a security level that leaves TLS 1.0 alive. */
  readonly ciphers?: string;
  /** PEM of DH parameters, which Apache takes from behind the certificate. */
  readonly dhPem?: string;
}

export interface RunningApache<Name extends string> {
  readonly ports: Readonly<Record<Name, number>>;
  readonly stop: RunningServer['stop'];
}

/** One Apache of this machine with a port for each site, in a directory of its own. */
export async function startApache<Name extends string>(
  place: Place,
  sites: Readonly<Record<Name, ApacheSite>>,
): Promise<RunningApache<Name>> {
  const root = join(place.directory, 'apache');
  await mkdir(root);
  const names = Object.keys(sites) as Name[];
  const ports = {} as Record<Name, number>;
  for (const name of names) ports[name] = await freePort();
  const hosts: string[] = [];
  for (const name of names) {
    const certFile = join(root, `${ports[name]}.crt`);
    await writeFile(certFile, (await readFile(place.certFile, 'utf8')) + (sites[name].dhPem ?? ''));
    hosts.push(virtualHost(ports[name], sites[name], place.keyFile, certFile));
  }
  await writeFile(join(root, 'httpd.conf'), [...globalLines(root), ...hosts].join('\n'));
  const last = ports[names.at(-1) as Name];
  const argv = [apacheProgram, '-f', join(root, 'httpd.conf'), '-DFOREGROUND'];
  const { stop } = await startOn(last, { argv });
  return { ports, stop };
}

function globalLines(root: string): readonly string[] {
  return [
    `ServerRoot ${root}`,
    'ServerName localhost',
    ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    ...(isRoot ? ['User nobody', 'Group nogroup'] : []),
    `PidFile ${root}/pid`,
    `ErrorLog ${root}/error.log`,
    `Mutex file:${root}`,
    'SSLSessionCache none',
  ];
}

function virtualHost(port: number, site: ApacheSite, keyFile: string, certFile: string): string {
  return [
    `Listen 127.0.0.1:${port}`,
    `<VirtualHost 127.0.0.1:${port}>`,
    'SSLEngine on',
    `SSLCertificateFile ${certFile}`,
    `SSLCertificateKeyFile ${keyFile}`,
    `SSLProtocol ${site.protocols}`,
    `SSLCipherSuite ${site.ciphers ?? 'ALL:@SECLEVEL=0'}`,
    '</VirtualHost>',
  ].join('\n');
}
